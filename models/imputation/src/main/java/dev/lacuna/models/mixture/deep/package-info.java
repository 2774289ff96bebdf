/**
 * The informative-label likelihood with a neural class model in place of Gaussians: no density is needed, because the labels and
 * their being missing are modelled given the features.
 */
package dev.lacuna.models.mixture.deep;
