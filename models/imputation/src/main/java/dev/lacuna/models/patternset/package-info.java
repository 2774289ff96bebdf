/**
 * Pattern-set mixtures (PSMVAE): a category that is summed out exactly says which set of patterns of holes a row belongs to, and
 * both the values and the holes depend on it. Ghalebikesabi, Cornish, Holmes, Kelly, Deep Generative Missingness Pattern-Set
 * Mixture Models, 2021.
 */
package dev.lacuna.models.patternset;
