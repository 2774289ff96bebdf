/**
 * Importance sampling on OpenCL devices through Aparapi: an optional provider of the contract in
 * {@code dev.lacuna.kernels.sampling}. Nothing requires this module; it is found at run time by whoever asks for an OpenCL
 * device.
 *
 * <p>The host fills launches with samples of many rows; the device draws the noise, runs the network layer by layer over matrices
 * that lie column by column, weighs, and returns sums for each {@value dev.lacuna.kernels.sampling.ImportanceSampler#CHUNK}
 * samples, which the host folds together in double and in a fixed order.
 *
 * <p>Measured on PoCL, that is on a processor, only: there the network runs at about 4 GFLOP/s for each core, and one thread of
 * the ordinary sampler is many times faster. This module is for graphics cards, and none has been measured. {@link
 * dev.lacuna.kernels.opencl.OpenClProbe} shows what a machine has and how fast it is.
 */
package dev.lacuna.kernels.opencl;
