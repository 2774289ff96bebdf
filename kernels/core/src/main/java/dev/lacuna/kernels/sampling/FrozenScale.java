package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;

/** The scale (standard deviation for a normal density) of the real features given the latent variable. */
public sealed interface FrozenScale {

    /** The same at every sample: std[features], each above 0. Entries of discrete features are not read. */
    record Constant(float[] std) implements FrozenScale {
        public Constant {
            std = Checks.copy("std", std, std.length);
            for (int i = 0; i < std.length; i++) {
                if (!(std[i] > 0)) {
                    throw new IllegalArgumentException("std[" + i + "] is " + std[i] + "; it must be above 0");
                }
            }
        }
    }

    /** softplus(u raw) + floor for each entry; raw is a linear layer [trunk width x features], floor at least 0. */
    record PerEntry(DenseLayer raw, float floor) implements FrozenScale {
        public PerEntry {
            if (raw.activation() != Activation.IDENTITY) {
                throw new IllegalArgumentException("the scale head is linear; softplus is applied here, not " + raw.activation());
            }
            if (!(floor >= 0) || Float.isInfinite(floor)) {
                throw new IllegalArgumentException("the floor of the scale is " + floor + "; it must be at least 0");
            }
        }
    }

    /** One scale for all features: a fixed one, or a learned one that is shared. */
    static FrozenScale shared(double std, int features) {
        return new Constant(Checks.filled((float) std, features));
    }
}
