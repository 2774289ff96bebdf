/**
 * Classification from a partly labelled table whose missing labels say something: Gaussian mixtures fitted by maximum joint
 * likelihood of features, labels and the pattern of missing labels.
 *
 * <p>{@link dev.lacuna.models.mixture.InformativeLabels} fits, {@link dev.lacuna.models.mixture.FittedMixture} classifies and
 * reports, {@link dev.lacuna.models.mixture.MechanismChoice} compares mechanisms;
 * {@link dev.lacuna.models.mixture.ClassifierFit} does it for a table with named columns. Mechanisms live in {@code mechanism}, theory by
 * quadrature in {@code information}; {@link dev.lacuna.models.mixture.RelativeEfficiency} checks theory by simulation. Double precision
 * throughout.
 */
package dev.lacuna.models.mixture;
