package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Operation;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import java.util.Arrays;
import java.util.Optional;

/**
 * Logits of a linear missingness model that reads completed means, without its [K·B x D] by [D x D] product: a = x̃ W + z W_z + b
 * with x̃ the value where observed and elsewhere the decoder's mean f = t V + c.
 *
 * <pre>
 * x̃ W = t (V W) + c W + s W,      s = x - f where observed, 0 elsewhere
 * </pre>
 *
 * V W once a step, of s W only the observed rows of W: (w + |O|) D multiply-adds a draw in place of D². With G = da, everywhere
 * summed over draws, P = tᵀ G and h = G Wᵀ at observed columns: df = -h (the decoder passes it on), dt = G (V W)ᵀ, dV = P Wᵀ,
 * dc = (Σ G) Wᵀ, dW = Vᵀ P + cᵀ Σ G + sᵀ G, dz = G W_zᵀ, dW_z = zᵀ G, db = Σ G. Rows of W are copied together, {@value #PANEL} at
 * a time, so that a row's K draws go through one product.
 */
final class FactoredLogits extends Operation {
    private static final int VALUES = 0;
    private static final int OBSERVED = 1;
    private static final int MEAN = 2;
    private static final int TRUNK = 3;
    private static final int HEAD = 4;
    private static final int HEAD_BIAS = 5;
    private static final int WEIGHT = 6;
    private static final int BIAS = 7;
    private static final int LATENT = 8;

    /** Rows of W in one product: 256 KiB where D is 1,000, which stays in the second-level cache. */
    private static final int PANEL = 64;
    /** Multiply-adds of a product that cost as much as copying one float: what makes the method slow where K is small. */
    private static final int COPY = 8;

    private final int batch;
    private final int samples;
    private final int features;
    private final int width;
    private final int latent;
    /** V and, below, c: [(w + 1) x D], so that W is read once for both; in the backward pass their gradients, transposed. */
    private final float[] factors;
    /** V W and, below, c W + b: [(w + 1) x n]. */
    private final float[] head;
    /** P and, below, Σ G: [(w + 1) x n]. */
    private final float[] sums;
    private final int[] columns = new int[PANEL];
    private int chosen;
    /** The chosen rows of W [PANEL x n]. */
    private final float[] panel;
    /** s, or h, of a row's draws at the chosen columns, [K x PANEL]. */
    private final float[] difference;

    private FactoredLogits(Var... inputs) {
        super(inputs[MEAN].rows(), inputs[WEIGHT].columns(), inputs);
        batch = inputs[VALUES].rows();
        samples = rows() / batch;
        features = inputs[MEAN].columns();
        width = inputs[TRUNK].columns();
        latent = inputs.length > LATENT ? inputs[LATENT].columns() : 0;
        factors = new float[(width + 1) * features];
        head = new float[(width + 1) * columns()];
        sums = new float[head.length];
        panel = new float[PANEL * columns()];
        difference = new float[samples * PANEL];
    }

    /**
     * Whether the method takes less than the dense product, counted in multiply-adds of one forward pass.
     *
     * @param observedShare of the cells of the table
     */
    static boolean pays(int batch, int samples, int features, int width, double observedShare) {
        double dense = (double) samples * batch * features * features;
        double seen = observedShare * features;
        double ours = (double) samples * batch * features * (width + seen) + batch * seen * features * COPY
                + (width + 1.0) * features * features;
        return ours < dense;
    }

    /**
     * [K·B x D].
     *
     * @param values [B x D]
     * @param observed [B x D], 1 = observed
     * @param mean f [K·B x D] = trunk V + c, as the decoder has it
     * @param trunk t [K·B x w]
     * @param head V [w x D]
     * @param headBias c [1 x D]
     * @param weight W above W_z, [(D + H) x D], H being 0 without z
     * @param latent z [K·B x H]
     */
    static Var of(Var values, Var observed, Var mean, Var trunk, Var head, Var headBias, Var weight, Var bias,
            Optional<Var> latent) {
        FactoredLogits logits = latent
                .map(z -> new FactoredLogits(values, observed, mean, trunk, head, headBias, weight, bias, z))
                .orElseGet(() -> new FactoredLogits(values, observed, mean, trunk, head, headBias, weight, bias));
        return logits.record();
    }

    @Override
    protected void forward() {
        int n = columns();
        float[] y = out();
        factorise();
        kernels().affine(rows(), n, width, value(TRUNK), 0, width, head, 0, n, head, width * n,
                Activation.IDENTITY, y, 0, n);
        if (latent > 0) {
            kernels().multiply(rows(), n, latent, value(LATENT), 0, latent, value(WEIGHT), features * n, n, y, 0, n, true);
        }
        for (int b = 0; b < batch; b++) {
            for (int e = choose(b, 0); chosen > 0; e = choose(b, e)) {
                subtractMeans(b);
                kernels().multiply(samples, n, chosen, difference, 0, PANEL, panel, 0, n, y, b * n, batch * n, true);
            }
        }
    }

    private void factorise() {
        int n = columns();
        stack();
        kernels().multiply(width + 1, n, features, factors, 0, features, value(WEIGHT), 0, n, head, 0, n, false);
        float[] bias = value(BIAS);
        for (int j = 0; j < n; j++) head[width * n + j] += bias[j];
    }

    private void stack() {
        System.arraycopy(value(HEAD), 0, factors, 0, width * features);
        System.arraycopy(value(HEAD_BIAS), 0, factors, width * features, features);
    }

    /** Copies the rows of W of the next observed columns of row b, from column e on; the column after the last one looked at. */
    private int choose(int b, int e) {
        int n = columns();
        float[] observed = value(OBSERVED);
        float[] weight = value(WEIGHT);
        chosen = 0;
        int next = e;
        for (; next < features && chosen < PANEL; next++) {
            if (observed[b * features + next] == 0) continue;
            columns[chosen] = next;
            System.arraycopy(weight, next * n, panel, chosen * n, n);
            chosen++;
        }
        return next;
    }

    /** s of the chosen columns of each draw of row b. */
    private void subtractMeans(int b) {
        float[] x = value(VALUES);
        float[] mean = value(MEAN);
        for (int k = 0; k < samples; k++) {
            int at = (k * batch + b) * features;
            for (int i = 0; i < chosen; i++) difference[k * PANEL + i] = x[b * features + columns[i]] - mean[at + columns[i]];
        }
    }

    @Override
    protected void backward() {
        if (wants(MEAN)) meanBackward();
        int n = columns();
        int m = rows();
        float[] g = outGradient();
        if (wants(TRUNK)) {
            kernels().multiplyRightTransposed(m, width, n, g, 0, n, head, 0, n, gradient(TRUNK), 0, width, accumulates(TRUNK));
        }
        kernels().multiplyLeftTransposed(width, n, m, value(TRUNK), 0, width, g, 0, n, sums, 0, n, false);
        kernels().columnSums(m, n, g, 0, n, sums, width * n, false);
        float[] weight = value(WEIGHT);
        if (wants(HEAD) || wants(HEAD_BIAS)) {
            // As W [P ; Σ G]ᵀ, [D x (w + 1)]: the right operand is the one that is packed, and it is the small one this way.
            kernels().multiplyRightTransposed(features, width + 1, n, weight, 0, n, sums, 0, n, factors, 0, width + 1, false);
            if (wants(HEAD)) addTransposed(HEAD, 0);
            if (wants(HEAD_BIAS)) addTransposed(HEAD_BIAS, width);
        }
        if (wants(WEIGHT)) weightBackward();
        if (wants(BIAS)) kernels().columnSums(1, n, sums, width * n, n, gradient(BIAS), 0, accumulates(BIAS));
        if (latent > 0 && wants(LATENT)) {
            kernels().multiplyRightTransposed(m, latent, n, g, 0, n, weight, features * n, n, gradient(LATENT), 0, latent,
                    accumulates(LATENT));
        }
    }

    /** Columns {@code from}, ... of {@link #factors} [D x (w + 1)] as the rows of an input's gradient. */
    private void addTransposed(int input, int from) {
        float[] d = gradient(input);
        for (int row = 0; row < input(input).rows(); row++) {
            for (int e = 0; e < features; e++) {
                float value = factors[e * (width + 1) + from + row];
                d[row * features + e] = accumulates(input) ? d[row * features + e] + value : value;
            }
        }
    }

    private void meanBackward() {
        int n = columns();
        float[] g = outGradient();
        float[] d = gradient(MEAN);
        if (!accumulates(MEAN)) Arrays.fill(d, 0);
        for (int b = 0; b < batch; b++) {
            for (int e = choose(b, 0); chosen > 0; e = choose(b, e)) {
                kernels().multiplyRightTransposed(samples, chosen, n, g, b * n, batch * n, panel, 0, n, difference, 0, PANEL,
                        false);
                for (int k = 0; k < samples; k++) {
                    int at = (k * batch + b) * features;
                    for (int i = 0; i < chosen; i++) d[at + columns[i]] -= difference[k * PANEL + i];
                }
            }
        }
    }

    private void weightBackward() {
        int n = columns();
        float[] g = outGradient();
        float[] d = gradient(WEIGHT);
        stack();
        kernels().multiplyLeftTransposed(features, n, width + 1, factors, 0, features, sums, 0, n, d, 0, n, accumulates(WEIGHT));
        if (latent > 0) {
            kernels().multiplyLeftTransposed(latent, n, rows(), value(LATENT), 0, latent, g, 0, n, d, features * n, n,
                    accumulates(WEIGHT));
        }
        for (int b = 0; b < batch; b++) {
            for (int e = choose(b, 0); chosen > 0; e = choose(b, e)) {
                subtractMeans(b);
                kernels().multiplyLeftTransposed(chosen, n, samples, difference, 0, PANEL, g, b * n, batch * n, panel, 0, n,
                        false);
                for (int i = 0; i < chosen; i++) {
                    int to = columns[i] * n;
                    for (int j = 0; j < n; j++) d[to + j] += panel[i * n + j];
                }
            }
        }
    }
}
