package dev.lacuna.kernels.sampling;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Rows to impute, encoded: what the encoder says of each row's latent variable, and the row itself. All arrays are flat and row
 * by row; they are not copied and must not change while a sampler works.
 */
public final class SamplingRequest {
    private final int rows;
    private final float[] posteriorMean;
    private final float[] posteriorLogVariance;
    private final double[] posteriorLogShare;
    private final LatentPrior prior;
    private final float[] x;
    private final float[] observed;
    private final Noise noise;
    private final int samples;
    private final int draws;
    private final Stopping stopping;
    private final int threads;
    private final boolean completeRows;

    private SamplingRequest(Builder b) {
        rows = b.rows;
        posteriorMean = Objects.requireNonNull(b.posteriorMean, "the posterior is not set");
        posteriorLogVariance = b.posteriorLogVariance;
        posteriorLogShare = b.posteriorLogShare;
        prior = b.prior;
        x = Objects.requireNonNull(b.x, "the values are not set");
        observed = b.observed;
        noise = Objects.requireNonNull(b.noise, "the noise is not set");
        samples = b.samples;
        draws = b.draws;
        stopping = b.stopping;
        threads = b.threads;
        completeRows = b.completeRows;
    }

    public static Builder builder(int rows) {
        return new Builder(rows);
    }

    public int rows() { return rows; }

    /** q(z | row): mean [strata x rows x latent]. */
    public float[] posteriorMean() { return posteriorMean; }

    /** q(z | row): log-variance [strata x rows x latent], already clamped by the encoder. */
    public float[] posteriorLogVariance() { return posteriorLogVariance; }

    /** log π [components x rows] where the posterior of a row is a mixture; empty where it is one Gaussian. */
    public double[] posteriorLogShare() { return posteriorLogShare; }

    /** The Gaussians of a row's posterior, 1 without a mixture. */
    public int components() { return rows == 0 || posteriorLogShare.length == 0 ? 1 : posteriorLogShare.length / rows; }

    /** What a row's samples are drawn from, equally often: the network's categories or the posterior's components. */
    public int strata(FrozenNetwork network) { return network.categories() * components(); }

    public LatentPrior prior() { return prior; }

    /** Values [rows x features], zero where missing. */
    public float[] x() { return x; }

    /** 1 where the column is observed, 0 where it is missing: [rows x columns]. */
    public float[] observed() { return observed; }

    public Noise noise() { return noise; }

    /** L, the samples of each row and stratum (category, component), if no rule stops earlier. */
    public int samples() { return samples; }

    /** M, the resampled completions of each row. */
    public int draws() { return draws; }

    public Stopping stopping() { return stopping; }

    public int threads() { return threads; }

    /** Whether rows without a missing column are weighed too; they are skipped otherwise. */
    public boolean completeRows() { return completeRows; }

    /** What a sampler checks first: the shapes that need both network and request, and that every value is finite. */
    public void requireFits(FrozenNetwork network) {
        if (components() > 1 && (network.categories() > 1 || prior instanceof LatentPrior.PerCategory)) {
            throw new IllegalArgumentException("a posterior of " + components() + " components is for a network and a prior"
                    + " without categories");
        }
        requireShares();
        long latentCells = (long) strata(network) * rows * network.latent();
        Checks.requireFinite("posteriorMean", posteriorMean, latentCells);
        Checks.requireFinite("posteriorLogVariance", posteriorLogVariance, latentCells);
        Checks.requireFinite("x", x, (long) rows * network.features());
        Checks.requireLength("observed", observed.length, (long) rows * network.columns());
        for (int i = 0; i < observed.length; i++) {
            if (observed[i] != 0 && observed[i] != 1) {
                throw new IllegalArgumentException("observed[" + i + "] is " + observed[i] + "; only 0 and 1 are allowed");
            }
        }
        if (prior instanceof LatentPrior.PerRow perRow) {
            Checks.requireLength("prior mean", perRow.mean().length, (long) rows * network.latent());
        } else if (prior instanceof LatentPrior.PerCategory perCategory) {
            Checks.requireLength("prior mean", perCategory.mean().length, (long) network.categories() * network.latent());
        }
        if (noise instanceof Noise.Keyed keyed) {
            Checks.requireLength("rowKeys", keyed.rowKeys().length, rows);
        } else if (noise instanceof Noise.Given given) {
            Checks.requireLength("latent noise", given.latent().length, latentCells * samples);
            Checks.requireLength("value noise", given.values().length,
                    (long) samples * strata(network) * rows * network.features());
            if (draws > 0) {
                throw new IllegalArgumentException("given noise allows no draws, but " + draws + " are asked for");
            }
        }
    }

    /** The rows with a missing column, or all where {@link #completeRows} says so. */
    public int[] rowsToWeigh(FrozenNetwork network) {
        int columns = network.columns();
        return IntStream.range(0, rows)
                .filter(r -> completeRows || IntStream.range(r * columns, (r + 1) * columns).anyMatch(i -> observed[i] == 0))
                .toArray();
    }

    private void requireShares() {
        if (posteriorLogShare.length > 0) {
            Checks.requireLength("posteriorLogShare", posteriorLogShare.length, (long) components() * rows);
        }
        for (int i = 0; i < posteriorLogShare.length; i++) {
            if (!(posteriorLogShare[i] <= 0)) {
                throw new IllegalArgumentException("posteriorLogShare[" + i + "] is " + posteriorLogShare[i]
                        + "; the logarithm of a share is at most 0");
            }
        }
    }

    /** Collects a request: posterior, values, noise and samples are needed, the rest has defaults. */
    public static final class Builder {
        private final int rows;
        private float[] posteriorMean;
        private float[] posteriorLogVariance;
        private double[] posteriorLogShare = {};
        private LatentPrior prior = new LatentPrior.Standard();
        private float[] x;
        private float[] observed;
        private Noise noise;
        private int samples = 1000;
        private int draws;
        private Stopping stopping = new Stopping.Never();
        private int threads = 1;
        private boolean completeRows;

        private Builder(int rows) {
            if (rows < 0) {
                throw new IllegalArgumentException("the number of rows is " + rows + "; it is at least 0");
            }
            this.rows = rows;
        }

        /** Mean and log-variance, each [strata x rows x latent]: of each category, or of each component of a mixture. */
        public Builder posterior(float[] mean, float[] logVariance) {
            posteriorMean = Objects.requireNonNull(mean, "mean");
            posteriorLogVariance = Objects.requireNonNull(logVariance, "logVariance");
            return this;
        }

        /** log π [components x rows] of a posterior Σ_m π_m N(mean_m, exp(logVariance_m)); one Gaussian if not set or empty. */
        public Builder mixture(double[] logShare) {
            posteriorLogShare = Objects.requireNonNull(logShare, "logShare");
            return this;
        }

        /** Standard normal if not set. */
        public Builder prior(LatentPrior prior) {
            this.prior = Objects.requireNonNull(prior, "prior");
            return this;
        }

        /** x [rows x features], zero where missing, and observed [rows x columns], 1 = present. */
        public Builder values(float[] x, float[] observed) {
            this.x = Objects.requireNonNull(x, "x");
            this.observed = Objects.requireNonNull(observed, "observed");
            return this;
        }

        public Builder noise(Noise noise) {
            this.noise = Objects.requireNonNull(noise, "noise");
            return this;
        }

        /** At least 1; 1000 if not set. */
        public Builder samples(int samples) {
            if (samples < 1) {
                throw new IllegalArgumentException("the number of samples is " + samples + "; it is at least 1");
            }
            this.samples = samples;
            return this;
        }

        /** Completions by sampling importance resampling; none if not set. */
        public Builder draws(int draws) {
            if (draws < 0 || draws > NoiseAddress.MAX_DRAWS) {
                throw new IllegalArgumentException("the number of draws is " + draws + "; it is between 0 and "
                        + NoiseAddress.MAX_DRAWS);
            }
            this.draws = draws;
            return this;
        }

        /** Never if not set. */
        public Builder stopping(Stopping stopping) {
            this.stopping = Objects.requireNonNull(stopping, "stopping");
            return this;
        }

        /** At least 1; changes no bit of the result. */
        public Builder threads(int threads) {
            if (threads < 1) {
                throw new IllegalArgumentException("the number of threads is " + threads + "; it is at least 1");
            }
            this.threads = threads;
            return this;
        }

        /** Also weigh the rows without a missing column, for their log-weight and effective sample size. */
        public Builder completeRows(boolean weigh) {
            completeRows = weigh;
            return this;
        }

        public SamplingRequest build() {
            return new SamplingRequest(this);
        }
    }
}
