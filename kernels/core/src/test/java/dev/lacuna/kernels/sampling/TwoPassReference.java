package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import java.util.Arrays;

/** One row by the formulas, in double, one sample after the other: all log-weights first, then their softmax. */
final class TwoPassReference {
    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final NoiseStreams noise;
    private final int row;
    final double[] expected;
    final double[] standardDeviation;
    /** log-weight of sample l of category c at l x categories + c. */
    final double[] logWeight;
    /** The value of feature 0 that each weight has read, at the same index. */
    final double[] sampledValue;
    final double effectiveSampleSize;
    final double logMeanWeight;

    private double[] mean;
    private double[] std;
    private double[] degrees;
    private double[] completed;

    TwoPassReference(FrozenNetwork network, SamplingRequest request, int row) {
        this.network = network;
        this.request = request;
        this.noise = new NoiseStreams(Kernels.get(), network, request);
        this.row = row;
        int categories = network.categories();
        int total = request.samples() * categories;
        int features = network.features();
        logWeight = new double[total];
        sampledValue = new double[total];
        double[][] first = new double[total][];
        double[][] second = new double[total][];
        for (int l = 0; l < request.samples(); l++) {
            for (int c = 0; c < categories; c++) {
                int i = l * categories + c;
                logWeight[i] = weigh(l, c);
                sampledValue[i] = completed[0];
                first[i] = new double[features];
                second[i] = new double[features];
                for (int e = 0; e < features; e++) {
                    boolean sampled = network.averaging() == Averaging.SAMPLED_VALUE && network.kind(e).continuous();
                    double spread = network.kind(e) == FeatureKind.STUDENT_T ? degrees[e] / (degrees[e] - 2) : 1;
                    first[i][e] = sampled ? completed[e] : mean[e];
                    second[i][e] = !network.kind(e).continuous() ? mean[e]
                            : first[i][e] * first[i][e] + (sampled ? 0 : std[e] * std[e] * spread);
                }
            }
        }
        double max = Arrays.stream(logWeight).max().orElseThrow();
        double sum = 0;
        double squares = 0;
        expected = new double[features];
        standardDeviation = new double[features];
        for (int i = 0; i < total; i++) {
            double w = Math.exp(logWeight[i] - max);
            sum += w;
            squares += w * w;
            for (int e = 0; e < features; e++) {
                expected[e] += w * first[i][e];
                standardDeviation[e] += w * second[i][e];
            }
        }
        for (int e = 0; e < features; e++) {
            expected[e] /= sum;
            standardDeviation[e] = Math.sqrt(standardDeviation[e] / sum - expected[e] * expected[e]);
            if (observed(network.column(e))) {
                expected[e] = x(e);
                standardDeviation[e] = 0;
            }
        }
        effectiveSampleSize = sum * sum / squares;
        logMeanWeight = max + Math.log(sum / request.samples());
    }

    private double weigh(int sample, int category) {
        int latent = network.latent();
        int chunkStart = sample / 4 * 4;
        float[] eps = new float[latent * Kernels.PANEL];
        noise.latent(row, category, chunkStart, 4, eps, 0);
        double[] z = new double[latent];
        double logWeight = -Math.log(network.categories());
        for (int h = 0; h < latent; h++) {
            int i = (category * request.rows() + row) * latent + h;
            double std = Math.exp(0.5 * request.posteriorLogVariance()[i]);
            double noiseHere = eps[h * Kernels.PANEL + sample - chunkStart];
            z[h] = request.posteriorMean()[i] + std * noiseHere;
            double priorMean;
            double priorLogVariance;
            if (request.prior() instanceof LatentPrior.PerRow prior) {
                priorMean = prior.mean()[row * latent + h];
                priorLogVariance = prior.logVariance()[row * latent + h];
            } else {
                LatentPrior.PerCategory prior2 = (LatentPrior.PerCategory) request.prior();
                priorMean = prior2.mean()[category * latent + h];
                priorLogVariance = prior2.logVariance()[category * latent + h];
            }
            logWeight += logNormal(z[h], priorMean, Math.exp(0.5 * priorLogVariance))
                    - logNormal(z[h], request.posteriorMean()[i], std);
        }
        double[] trunk = z;
        for (int i = 0; i < network.trunk().size(); i++) {
            trunk = affine(trunk, network.trunk().get(i), i == 0 ? category * network.trunk().get(0).outputs() : -1);
        }
        std = new double[network.features()];
        if (network.scale() instanceof FrozenScale.PerEntry perEntry) {
            double[] raw = affine(trunk, perEntry.raw(), -1);
            for (int e = 0; e < std.length; e++) {
                std[e] = softplus(raw[e]) + perEntry.floor();
            }
        } else {
            for (int e = 0; e < std.length; e++) {
                std[e] = ((FrozenScale.Constant) network.scale()).std()[e];
            }
        }
        degrees = affine(trunk, network.degreesOfFreedom().orElseThrow(), -1);
        for (int e = 0; e < degrees.length; e++) {
            degrees[e] = 3 + softplus(degrees[e]);
        }
        double[] raw = affine(trunk, network.mean(), -1);
        for (int e = 0; e < raw.length; e++) {
            logWeight += logLikelihood(raw, e);
        }
        if (network.missingHead().isPresent()) {
            raw = affine(trunk, network.missingHead().get().mean(), -1);
            for (int e = 0; e < raw.length; e++) {
                logWeight += network.missingHead().get().supervision()[firstOfColumn(e)] * logLikelihood(raw, e);
            }
        }
        mean = expectations(raw);
        completed = complete(sample, category, chunkStart);
        return logWeight + network.missingnessWeight() * logMissingness(z, trunk, category);
    }

    private double logLikelihood(double[] raw, int e) {
        if (!observed(network.column(e))) {
            return 0;
        }
        return switch (network.kind(e)) {
            case GAUSSIAN -> logNormal(x(e), raw[e], std[e]);
            case BERNOULLI -> x(e) * raw[e] - softplus(raw[e]);
            case CATEGORICAL -> x(e) * Math.log(expectations(raw)[e]);
            case STUDENT_T -> {
                double v = degrees[e];
                double d = (x(e) - raw[e]) / std[e];
                yield logGamma((v + 1) / 2) - logGamma(v / 2) - 0.5 * Math.log(v * Math.PI) - Math.log(std[e])
                        - (v + 1) / 2 * Math.log1p(d * d / v);
            }
        };
    }

    private double[] expectations(double[] raw) {
        double[] result = raw.clone();
        for (int e = 0; e < raw.length; e++) {
            if (network.kind(e) == FeatureKind.BERNOULLI) {
                result[e] = 1 / (1 + Math.exp(-raw[e]));
            } else if (network.kind(e) == FeatureKind.CATEGORICAL) {
                double sum = 0;
                for (int other = 0; other < raw.length; other++) {
                    sum += network.column(other) == network.column(e) ? Math.exp(raw[other]) : 0;
                }
                result[e] = Math.exp(raw[e]) / sum;
            }
        }
        return result;
    }

    private double[] complete(int sample, int category, int chunkStart) {
        double[] result = mean.clone();
        float[] values = new float[4];
        float[] partner = new float[4];
        float[] chunkDegrees = new float[4];
        for (int e = 0; e < result.length; e++) {
            if (observed(network.column(e))) {
                result[e] = x(e);
            } else if (network.kind(e).continuous() && network.mixing() == Mixing.SAMPLE) {
                noise.values(row, category, e, chunkStart, 4, values, 0);
                if (network.kind(e) == FeatureKind.STUDENT_T) {
                    Arrays.fill(chunkDegrees, (float) degrees[e]);
                    noise.toStudentT(row, category, e, chunkStart, 4, values, 0, partner, chunkDegrees, 0);
                }
                result[e] += std[e] * values[sample - chunkStart];
            }
        }
        return result;
    }

    private double logMissingness(double[] z, double[] trunk, int category) {
        double[] logits = new double[network.columns()];
        if (network.missingness() instanceof FrozenMissingness.SelfMasking self) {
            for (int d = 0; d < logits.length; d++) {
                logits[d] = self.bias()[category * network.columns() + d];
            }
            for (int e = 0; e < completed.length; e++) {
                logits[network.column(e)] += self.weight()[category * network.features() + e] * completed[e];
            }
        } else if (network.missingness() instanceof FrozenMissingness.Network net) {
            double[] input = net.input() == FrozenMissingness.Input.TRUNK ? trunk : completed;
            if (net.input() == FrozenMissingness.Input.VALUES_AND_LATENT) {
                input = Arrays.copyOf(completed, completed.length + z.length);
                System.arraycopy(z, 0, input, completed.length, z.length);
            }
            for (DenseLayer layer : net.layers()) {
                input = affine(input, layer, -1);
            }
            logits = input;
        } else {
            return 0;
        }
        double sum = 0;
        for (int d = 0; d < logits.length; d++) {
            sum += (observed(d) ? logits[d] : 0) - softplus(logits[d]);
        }
        return sum;
    }

    private double[] affine(double[] input, DenseLayer layer, int categoryOffset) {
        double[] out = new double[layer.outputs()];
        for (int j = 0; j < out.length; j++) {
            double sum = layer.bias()[j] + (categoryOffset < 0 ? 0 : network.categoryOffsets()[categoryOffset + j]);
            for (int i = 0; i < input.length; i++) {
                sum += input[i] * layer.weight()[i * layer.outputs() + j];
            }
            out[j] = layer.activation() == Activation.TANH ? Math.tanh(sum)
                    : layer.activation() == Activation.RELU ? Math.max(sum, 0) : sum;
        }
        return out;
    }

    private int firstOfColumn(int feature) {
        int e = feature;
        while (e > 0 && network.column(e - 1) == network.column(feature)) {
            e--;
        }
        return e;
    }

    private boolean observed(int column) {
        return request.observed()[row * network.columns() + column] != 0;
    }

    private double x(int feature) {
        return request.x()[row * network.features() + feature];
    }

    private static double softplus(double v) {
        return Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
    }

    private static double logNormal(double x, double mean, double std) {
        double d = (x - mean) / std;
        return -0.5 * Math.log(2 * Math.PI) - Math.log(std) - 0.5 * d * d;
    }

    /** Stirling's series after a shift to 20 and more: exact to 1e-15. */
    static double logGamma(double x) {
        double shift = 0;
        double y = x;
        while (y < 20) {
            shift -= Math.log(y);
            y += 1;
        }
        double r = 1 / (y * y);
        return shift + (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI)
                + (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r / 1680))) / y;
    }
}
