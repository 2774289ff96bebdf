/**
 * The importance-weighted latent-variable family: one machine with parts, and the models that are compositions of them.
 *
 * <pre>
 * z | u   ~ Prior            u: auxiliary columns
 * x | z   ~ DataHead(Trunk(z))
 * r | x,z ~ Missingness      r: which cells are observed, 1 = observed
 * q(z | x_o, r) = Encoder
 * log w_k = log p(x_o | z_k) + beta log p(r | x_k, z_k) + log p(z_k | u) - log q(z_k | x_o, r)
 * loss    = - mean over rows of log mean_k w_k          (or the negative ELBO; see Bound)
 * </pre>
 *
 * <p>Each part is one file: what it declares, what it records for training, what it freezes for imputation. Nothing here knows
 * a CSV file, a command line or another family.
 */
package dev.lacuna.models.latent;
