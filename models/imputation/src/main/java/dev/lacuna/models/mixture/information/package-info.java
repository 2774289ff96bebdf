/**
 * How much a partly labelled sample knows: Fisher information, asymptotic relative efficiency against complete labels,
 * calibration of the missingness rate, critical slopes. Theory by quadrature; draws nothing and fits nothing.
 */
package dev.lacuna.models.mixture.information;
