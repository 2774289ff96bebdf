package dev.lacuna.models.latent;

/** What training maximises, the mean over rows of a lower bound of log p(x_o, r). */
enum Bound {
    /** log (1/K) Σ_k w_k: tighter with K (Burda et al. 2016). */
    IMPORTANCE_WEIGHTED,
    /** mean_k (log p(x_o | z_k) + beta log p(r | x_k, z_k)) - KL(q(z | x_o) || p(z | u)), the divergence in closed form. */
    ELBO
}
