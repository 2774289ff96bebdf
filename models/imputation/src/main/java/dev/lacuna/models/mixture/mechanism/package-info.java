/**
 * Why a label is missing: one record for each missingness mechanism, the covariates that link it to the class posterior, and the
 * row terms that give likelihood, signed weights and gradient. Knows no class density and no optimiser.
 */
package dev.lacuna.models.mixture.mechanism;
