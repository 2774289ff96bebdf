package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.DenseLayer;
import dev.lacuna.kernels.sampling.FrozenMissingness;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.models.neural.Declarations;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Weights;
import java.util.List;
import java.util.Optional;

/**
 * No column hides itself: the logit of column d is linear in the values of all columns but d, and in a private latent variable
 * that the decoder does not read. Source: Xie, Xue and Wang, "Identifiable deep latent variable models for MNAR" (IM-IWAE),
 * 2026, arXiv 2603.24771, which shows that the data distribution is identifiable under this assumption.
 *
 * <pre>
 * z = [z_x ; z_r] ~ N(0, I),   x | z_x,   a_d = b_d + Σ x_e W_ed (e not in column d) + Σ_p z_rp V_pd
 * </pre>
 *
 * {@code mask.0.weight} [(E + P) x D] is W above V. Entries of a column with itself are held at 0 by a factor on the tape, so
 * that their gradient is 0, and are frozen as 0.
 *
 * <p>Deviations, as far as the original is known: the network is linear; discrete values enter by their probability.
 *
 * @param privateLatent P, the last ones of the latent variable; 0 for none
 */
record NoSelfCensoring(int privateLatent) implements Missingness {

    private static final String WEIGHT = "mask.0.weight";

    @Override
    public void declare(Declarations initial, FeatureLayout layout, int latent, int trunkWidth, float[] observedLogit) {
        initial.affine("mask.0", layout.features() + privateLatent, observedLogit);
    }

    @Override
    public Optional<Var> record(Graph graph, Var z, Var trunk) {
        Var read = privateLatent == 0 ? graph.completed()
                : graph.concatenate(graph.completed(), graph.slice(z, z.columns() - privateLatent, z.columns()));
        FeatureLayout layout = graph.layout();
        Var factor = graph.tape().input(layout.features() + privateLatent, layout.columns());
        System.arraycopy(others(layout), 0, factor.value().data, 0, factor.size());
        return Optional.of(graph.affine(read, graph.multiply(graph.parameter(WEIGHT), factor), "mask.0.bias",
                Activation.IDENTITY));
    }

    /** 0 where a feature meets its own column and 1 elsewhere, [(E + P) x D]. */
    private float[] others(FeatureLayout layout) {
        int columns = layout.columns();
        float[] factor = new float[(layout.features() + privateLatent) * columns];
        for (int i = 0; i < factor.length; i++) {
            int e = i / columns;
            factor[i] = e < layout.features() && layout.featureColumn()[e] == i % columns ? 0 : 1;
        }
        return factor;
    }

    /** With a private latent variable the frozen network reads [x ; z], with rows of 0 for the part that it does not read. */
    @Override
    public FrozenMissingness freeze(Weights weights, FeatureLayout layout, int latent) {
        int features = layout.features();
        int columns = layout.columns();
        int unread = privateLatent == 0 ? 0 : latent - privateLatent;
        float[] factor = others(layout);
        float[] trained = weights.values(WEIGHT);
        float[] frozen = new float[factor.length + unread * columns];
        for (int i = 0; i < factor.length; i++) {
            int into = i < features * columns ? i : i + unread * columns;
            frozen[into] = factor[i] == 0 ? 0 : trained[i];
        }
        DenseLayer layer = DenseLayer.linear(features + unread + privateLatent, columns, frozen, weights.values("mask.0.bias"));
        return new FrozenMissingness.Network(privateLatent == 0 ? Input.VALUES : Input.VALUES_AND_LATENT, List.of(layer));
    }

    @Override
    public boolean readsValues() {
        return true;
    }
}
