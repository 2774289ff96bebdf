/**
 * The baselines that every deep result is shown beside: mean, zero, chained equations, forest, nearest neighbours. All take the
 * holes to be random given what is observed. They work in double precision on the columns as they are; nothing here knows about
 * latent variables.
 */
package dev.lacuna.models.baseline;
