package dev.lacuna.kernels.sampling;

/** Where the standard normal noise of a request comes from. */
public sealed interface Noise {

    /**
     * The counter-based generator: what a row gets depends on the seed and its own key alone, so that permuting, splitting or
     * blocking rows changes nothing. rowKeys [rows]; two rows with one key get the same noise.
     */
    record Keyed(long seed, long[] rowKeys) implements Noise {
        public Keyed {
            rowKeys = rowKeys.clone();
        }
    }

    /**
     * Given arrays, for checking against a reference: latent [samples x strata x rows x latent size], values [samples x
     * strata x rows x features]; see {@link SamplingRequest#strata}. Allows no draws.
     */
    record Given(float[] latent, float[] values) implements Noise {
        public Given {
            latent = Checks.copy("latent noise", latent, latent.length);
            values = Checks.copy("value noise", values, values.length);
        }
    }
}
