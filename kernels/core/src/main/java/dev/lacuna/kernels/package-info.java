/**
 * Compute on float and double arrays; knows no model. Matrix products, element-wise functions, fixed-order reductions and
 * counter-based random numbers, in plain Java and on the JDK's Vector API with bit-equal results.
 */
package dev.lacuna.kernels;
