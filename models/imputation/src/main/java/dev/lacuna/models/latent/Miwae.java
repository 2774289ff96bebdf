package dev.lacuna.models.latent;

import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import java.util.List;

/**
 * MIWAE: an importance-weighted autoencoder of incomplete rows. Source: Mattei and Frellsen, "MIWAE: Deep Generative Modelling
 * and Imputation of Incomplete Data Sets", ICML 2019.
 *
 * <pre>
 * z ~ N(0, I),   x | z ~ p(x | decoder(z)),   q(z | x_o) = N(encoder(x·r))
 * log w_k = log p(x_o | z_k) + log p(z_k) - log q(z_k | x_o),      maximise mean log (1/K) Σ_k w_k
 * </pre>
 *
 * It takes holes to be uninformative given the observed values (missing at random).
 *
 * <p>Deviations from the paper: (1) real values are Gaussian by default, Student's t is {@code student-t=yes}; (2) the standard
 * deviation has a floor; (3) imputations are the weighted decoder means, and draws are resampled by the weights.
 */
public final class Miwae implements Composition {
    static final Miwae INSTANCE = new Miwae();

    private Miwae() {}

    public static NeuralBuilder builder() {
        return new NeuralBuilder(new LatentArchitecture(INSTANCE));
    }

    @Override
    public String name() {
        return "miwae";
    }

    @Override
    public String assumes() {
        return "holes depend on observed values only (missing at random)";
    }

    @Override
    public String whenToChoose() {
        return "as the deep reference without a model of the holes; compare with it before trusting one that has such a model";
    }

    @Override
    public List<Setting> settings() {
        return CommonSettings.pick("latent", "encoder-layers", "decoder-layers", "activation", "encoder-input",
                "posterior", "posterior-components", "log-variance-clamp", "std", "std-floor", "student-t", "bound", "dropout",
                "dropout-scores", "copy-masking", "standardise", "samples", "batch", "learning-rate", "steps");
    }

    @Override
    public LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary) {
        return new LatentSpec(layout, CommonSettings.latent(settings), CommonSettings.samples(settings),
                CommonSettings.mlpEncoder(settings), CommonSettings.trunk(settings), CommonSettings.head(settings),
                new Prior.StandardNormal(), new Missingness.None(), Mixing.MEAN, 1, CommonSettings.bound(settings), false,
                CommonSettings.dropout(settings));
    }
}
