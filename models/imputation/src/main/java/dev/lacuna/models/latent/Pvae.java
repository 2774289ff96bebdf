package dev.lacuna.models.latent;

import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import java.util.List;

/**
 * PVAE: a partial variational autoencoder, whose encoder reads a row as a set of observed values. Source: Ma et al., "EDDI:
 * Efficient Dynamic Discovery of High-Value Information with Partial VAE", ICML 2019; the baseline of GINA.
 *
 * <pre>
 * z ~ N(0, I),   x | z ~ p(x | decoder(z)),   q(z | x_o) = N(layers(Σ_d r_d relu([x_d ; x_d F_d ; c_d] W + b)))
 * maximise mean ( E_q log p(x_o | z) - KL(q(z | x_o) || p(z)) )      or the importance-weighted bound
 * </pre>
 *
 * Input dropout teaches the encoder small sets: each row's rate is uniform between 0 and {@code dropout}.
 *
 * <p>Deviations: (1) the importance-weighted bound has the right sign, the published code minimises log mean (1 / w); (2) the
 * ELBO is averaged over {@code samples} draws, the published code takes one; (3) imputation weighs its samples, the published
 * code averages them plainly.
 */
public final class Pvae implements Composition {
    static final Pvae INSTANCE = new Pvae();

    private Pvae() {}

    public static NeuralBuilder builder() {
        return new NeuralBuilder(new LatentArchitecture(INSTANCE));
    }

    @Override
    public String name() {
        return "pvae";
    }

    @Override
    public String assumes() {
        return "holes depend on observed values only (missing at random)";
    }

    @Override
    public String whenToChoose() {
        return "for wide tables with most cells missing, such as ratings or answers to many questions";
    }

    @Override
    public List<Setting> settings() {
        return CommonSettings.pick("bound=elbo", "standardise", "samples=5", "dropout=0.5", "dropout-scores",
                "copy-masking", "latent", "set-embedding", "set-width", "set-multiply", "set-pooling", "encoder-layers=50",
                "decoder-layers=50", "activation=relu", "posterior", "posterior-components", "log-variance-clamp=20",
                "std=each", "std-floor", "student-t", "batch=64", "learning-rate", "steps");
    }

    @Override
    public LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary) {
        return new LatentSpec(layout, CommonSettings.latent(settings), CommonSettings.samples(settings),
                CommonSettings.setEncoder(settings), CommonSettings.trunk(settings), CommonSettings.head(settings),
                new Prior.StandardNormal(), new Missingness.None(), Mixing.MEAN, 1, CommonSettings.bound(settings), false,
                CommonSettings.dropout(settings));
    }
}
