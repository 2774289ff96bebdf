package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;

/**
 * The joint log-likelihood of features, labels and missingness with its gradient: one pass serves every mechanism and covariance.
 *
 * <p>Rows go in fixed chunks, whose sums are added in chunk order: the same bits on any number of threads. A pass costs
 * n g p² / 2 multiply-adds for class-specific covariances and n p (p/2 + g) for a shared one (its scatter needs only Σ c y,
 * because the weights of a row sum to one).
 */
final class Likelihood {
    /** At most this many chunks: enough for any number of cores here, few enough for their sums to stay small. */
    private static final int CHUNKS = 64;
    /** Numbers that all chunks' sums may hold together (32 MiB); wide problems get fewer chunks. */
    private static final int SUMS = 1 << 22;

    /** What the row weights are. */
    private enum Weights { NONE, RESPONSIBILITY, SIGNED }

    final Coordinates coordinates;
    final RowBlocks data;
    private final Workers workers;
    private final Chunk[] chunks;
    private final WeightedSums total;
    private final boolean linked;

    Likelihood(RowBlocks data, Covariances structure, int classes, Mechanism mechanism, Workers workers) {
        this.data = data;
        this.workers = workers;
        coordinates = new Coordinates(structure, classes, data.columns, mechanism);
        linked = mechanism.link().isPresent();
        total = new WeightedSums(coordinates);
        int size = 2 + classes * (1 + data.columns) + total.second.length;
        int count = Math.max(1, Math.min(data.count, Math.min(CHUNKS, Math.max(8, SUMS / size))));
        chunks = new Chunk[count];
        for (int c = 0; c < count; c++) {
            chunks[c] = new Chunk((int) ((long) data.count * c / count), (int) ((long) data.count * (c + 1) / count));
        }
    }

    int size() {
        return coordinates.size();
    }

    double value(double[] x) {
        return pass(x, Weights.NONE).logLikelihood;
    }

    /** L_ig of equation (1.2) at x. */
    double ignorable(double[] x) {
        return pass(x, Weights.NONE).ignorable;
    }

    /** The sums with w of spec 1.4, for a closed-form M-step. Valid until the next call. */
    WeightedSums expectation(double[] x) {
        return pass(x, Weights.RESPONSIBILITY);
    }

    /** L(x), and ∂L/∂x into {@code gradient} (spec 1.6). */
    double valueAndGradient(double[] x, double[] gradient) {
        WeightedSums sums = pass(x, Weights.SIGNED);
        Densities at = new Densities(coordinates, x);
        int g = coordinates.classes();
        int p = coordinates.columns();
        double[] weights = coordinates.weights(x);
        for (int k = 0; k < g - 1; k++) {
            gradient[k] = sums.weight[k] - data.rows * weights[k];
        }
        double[] residual = new double[p];
        for (int k = 0; k < g; k++) {
            for (int i = 0; i < p; i++) {
                residual[i] = sums.first[k * p + i] - sums.weight[k] * at.means[k * p + i];
            }
            solve(at.lowerInverse[at.matrix(k)], p, residual, gradient, coordinates.means() + k * p);
        }
        int entries = coordinates.structure().entries(p);
        for (int m = 0; m < at.lower.length; m++) {
            double mass = at.shared ? data.rows : sums.weight[m];
            covarianceGradient(at, m, scatter(at, sums, m), mass, gradient, coordinates.covariances() + m * entries);
        }
        System.arraycopy(sums.mechanism, 0, gradient, coordinates.mechanismStart(), sums.mechanism.length);
        return sums.logLikelihood;
    }

    /** Σ c (y-μ)(y-μ)ᵀ for matrix m, [p*p]; only the diagonal where that is all there is. */
    double[] scatter(Densities at, WeightedSums sums, int m) {
        int p = coordinates.columns();
        double[] out = new double[p * p];
        if (!at.shared) {
            int entry = m * coordinates.structure().entries(p);
            for (int i = 0; i < p; i++) {
                for (int j = at.diagonal ? i : 0; j <= i; j++, entry++) {
                    out[i * p + j] = sums.second[entry];
                    out[j * p + i] = sums.second[entry];
                }
            }
            return out;
        }
        for (int i = 0; i < p; i++) {
            for (int j = at.diagonal ? i : 0; j <= i; j++) {
                double s = data.squares[i * p + j];
                for (int k = 0; k < coordinates.classes(); k++) {
                    double mi = at.means[k * p + i];
                    double mj = at.means[k * p + j];
                    s += sums.weight[k] * mi * mj - sums.first[k * p + i] * mj - mi * sums.first[k * p + j];
                }
                out[i * p + j] = s;
                out[j * p + i] = s;
            }
        }
        return out;
    }

    /** out = L⁻ᵀ L⁻¹ v. */
    private static void solve(double[] inverse, int p, double[] v, double[] out, int offset) {
        double[] u = new double[p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                u[i] += inverse[i * p + j] * v[j];
            }
        }
        for (int j = 0; j < p; j++) {
            double s = 0;
            for (int i = j; i < p; i++) {
                s += inverse[i * p + j] * u[i];
            }
            out[offset + j] = s;
        }
    }

    /** tril(L⁻ᵀ M), M = L⁻¹ S L⁻ᵀ - mass I; diagonal entries times L_ii for their logarithms. */
    private static void covarianceGradient(Densities at, int m, double[] scatter, double mass, double[] out, int offset) {
        int p = at.columns;
        double[] inverse = at.lowerInverse[m];
        if (at.diagonal) {
            for (int i = 0; i < p; i++) {
                double u = inverse[i * p + i];
                out[offset + i] = u * u * scatter[i * p + i] - mass;
            }
            return;
        }
        double[] half = new double[p * p];
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                double v = inverse[i * p + j];
                for (int c = 0; c < p; c++) {
                    half[i * p + c] += v * scatter[j * p + c];
                }
            }
        }
        double[] white = new double[p * p];
        for (int i = 0; i < p; i++) {
            for (int c = 0; c < p; c++) {
                white[i * p + c] = RowBlocks.dot(half, i * p, inverse, c * p, c + 1) - (i == c ? mass : 0);
            }
        }
        int entry = offset;
        for (int i = 0; i < p; i++) {
            for (int j = 0; j <= i; j++) {
                double s = 0;
                for (int r = i; r < p; r++) {
                    s += inverse[r * p + i] * white[r * p + j];
                }
                out[entry++] = i == j ? s * at.lower[m][i * p + i] : s;
            }
        }
    }

    private WeightedSums pass(double[] x, Weights kind) {
        Densities at = new Densities(coordinates, x);
        workers.run(chunks.length, c -> chunks[c].pass(at, x, kind));
        total.clear();
        for (Chunk c : chunks) {
            total.add(c.sums);
        }
        return total;
    }

    /** A run of blocks with its own work space and sums. */
    private final class Chunk {
        private final int from;
        private final int to;
        private final WeightedSums sums = new WeightedSums(coordinates);
        private final double[] joint = new double[coordinates.classes() * RowBlocks.SIZE];
        private final double[] weights = new double[coordinates.classes() * RowBlocks.SIZE];
        private final double[] work = new double[RowBlocks.SIZE];
        private final double[] centred;
        private final Posterior posterior = new Posterior(coordinates.classes());

        Chunk(int from, int to) {
            this.from = from;
            this.to = to;
            centred = new double[coordinates.structure().shared() ? 0 : coordinates.columns() * RowBlocks.SIZE];
        }

        void pass(Densities at, double[] x, Weights kind) {
            sums.clear();
            RowTerm term = coordinates.mechanism().term(x, coordinates.mechanismStart(), at.classes);
            for (int b = from; b < to; b++) {
                at.logJoint(data, b, work, joint);
                rows(b, term, kind);
                if (kind != Weights.NONE) {
                    accumulate(at, b);
                }
            }
        }

        private void rows(int block, RowTerm term, Weights kind) {
            int g = coordinates.classes();
            int n = data.rowsIn(block);
            double[] source = kind == Weights.SIGNED ? term.weight : term.responsibility;
            for (int r = 0; r < n; r++) {
                int row = block * RowBlocks.SIZE + r;
                int label = data.labels[row];
                for (int k = 0; k < g; k++) {
                    posterior.logJoint[k] = joint[k * RowBlocks.SIZE + r];
                }
                if (linked || label < 0) {
                    posterior.update();
                }
                sums.logLikelihood += term.evaluate(posterior, label, data.sources[row]);
                sums.ignorable += RowTerm.ignorable(posterior, label);
                for (int k = 0; k < g; k++) {
                    weights[k * RowBlocks.SIZE + r] = source[k];
                }
                for (int i = 0; i < sums.mechanism.length; i++) {
                    sums.mechanism[i] += term.gradient[i];
                }
            }
        }

        private void accumulate(Densities at, int block) {
            int n = data.rowsIn(block);
            int p = at.columns;
            int entry = 0;
            for (int k = 0; k < at.classes; k++) {
                int c = k * RowBlocks.SIZE;
                sums.weight[k] += RowBlocks.sum(weights, c, n);
                for (int i = 0; i < p; i++) {
                    sums.first[k * p + i] += RowBlocks.dot(weights, c, data.values, data.offset(block, i), n);
                }
                if (at.shared) {
                    continue;
                }
                for (int i = 0; i < p; i++) {
                    centre(data.values, data.offset(block, i), at.means[k * p + i], centred, i * RowBlocks.SIZE, n);
                }
                for (int i = 0; i < p; i++) {
                    multiply(weights, c, centred, i * RowBlocks.SIZE, work, n);
                    int j = at.diagonal ? i : 0;
                    for (; j + 3 <= i; j += 4, entry += 4) {
                        RowBlocks.addFourDots(work, centred, j * RowBlocks.SIZE, n, sums.second, entry);
                    }
                    for (; j <= i; j++) {
                        sums.second[entry++] += RowBlocks.dot(work, 0, centred, j * RowBlocks.SIZE, n);
                    }
                }
            }
        }

        private static void centre(double[] x, int offset, double mean, double[] out, int to, int n) {
            for (int r = 0; r < n; r++) {
                out[to + r] = x[offset + r] - mean;
            }
        }

        private static void multiply(double[] a, int ao, double[] b, int bo, double[] out, int n) {
            for (int r = 0; r < n; r++) {
                out[r] = a[ao + r] * b[bo + r];
            }
        }
    }
}
