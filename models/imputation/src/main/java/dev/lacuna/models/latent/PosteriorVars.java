package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;
import java.util.Optional;

/**
 * q(z | x_o, r) on the tape: mean and clamped log-variance [M·B x H] of M Gaussians, component m of row b in row m·B + b.
 *
 * @param shareLogits [B x M] with π = softmax of a row; none where M is 1
 */
record PosteriorVars(Var mean, Var logVariance, Optional<Var> shareLogits) {}
