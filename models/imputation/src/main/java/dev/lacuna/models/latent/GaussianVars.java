package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;

/** A diagonal Gaussian for each row on the tape: mean and clamped log-variance, [B x H] each. */
record GaussianVars(Var mean, Var logVariance) {}
