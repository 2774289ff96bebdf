/**
 * Importance sampling of missing values: one contract for every device, and the provider that runs it on this machine's
 * processor.
 *
 * <p>A trained model freezes its decoder into a {@link dev.lacuna.kernels.sampling.FrozenNetwork}, encodes its rows, and hands
 * both to an {@link dev.lacuna.kernels.sampling.ImportanceSampler}. For a row with observed part x_o and pattern r, and draws
 * z_l ~ q(z | x_o, r),
 *
 * <pre>
 * log w_l = log p(x_o | z_l) + beta log p(r | x, z_l) + log p(z_l) - log q(z_l | x_o, r)
 * </pre>
 *
 * and a missing value is estimated by the self-normalised mean of what the decoder says at the z_l. Samples are streamed, so
 * that memory does not grow with their number.
 *
 * <p>Here live plain arrays and the mathematics of the weights; model classes, tables and training do not.
 */
package dev.lacuna.kernels.sampling;
