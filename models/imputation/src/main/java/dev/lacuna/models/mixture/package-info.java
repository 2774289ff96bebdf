/**
 * Classification from a partly labelled table whose missing labels say something: Gaussian mixtures fitted by maximum joint
 * likelihood of features, labels and the pattern of missing labels.
 *
 * <p>{@link dev.lacuna.models.mixture.InformativeLabels} fits, {@link dev.lacuna.models.mixture.FittedMixture} classifies and
 * reports, {@link dev.lacuna.models.mixture.MechanismChoice} compares mechanisms;
 * {@link dev.lacuna.models.mixture.ClassifierFit} does it for a table with named columns. Mechanisms live in
 * {@code mechanism}, theory by quadrature in {@code information}; {@link dev.lacuna.models.mixture.RelativeEfficiency} checks
 * theory by simulation. Double precision throughout.
 *
 * <p>"Spec" and equation numbers in this package are those of the project's specification of semi-supervised mixtures with
 * informative label missingness, re-derived after Ahfock and McLachlan (2020), McLachlan and Peel (2000) and Wu, Wang and
 * McLachlan (2026).
 */
package dev.lacuna.models.mixture;
