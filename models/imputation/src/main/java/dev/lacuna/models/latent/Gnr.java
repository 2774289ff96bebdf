package dev.lacuna.models.latent;

import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import java.util.List;

/**
 * GNR: data and missingness as two read-outs of one hidden state. Source: Chen, Xu, Wang and Yang, CIKM 2023, pages 316 to 325;
 * reconstructed from the paper's abstract and a summary, the full text was not at hand.
 *
 * <pre>
 * z ~ N(0, I),   u = trunk(z),   x | u ~ p(x | u),   r | u ~ Π_d Bernoulli(sigmoid(u W_d + b_d))
 * log w_k = log p(x_o | u_k) + alpha log p(r | u_k) + log p(z_k) - log q(z_k | x_o, r)
 * </pre>
 *
 * No edge leads from x to r, so missing values integrate out and training samples none. alpha = {@code missingness-weight}; above
 * 1 the value stays a lower bound, 0 is MIWAE. A larger alpha takes back part of the bias under self-masking and over-corrects
 * where a hidden cause decides: sweep it as a sensitivity analysis.
 *
 * <p>Deviations, as far as the original is known: (1) the encoder reads which cells are observed; {@code encoder-input=x} is the
 * original; (2) the missingness head is linear without an output activation; (3) imputation uses conditional means, not one draw;
 * (4) the missing rate of {@code alpha-mode=per-missing-rate} is taken once from the training table.
 */
public final class Gnr implements Composition {
    static final Gnr INSTANCE = new Gnr();

    private Gnr() {}

    public static NeuralBuilder builder() {
        return new NeuralBuilder(new LatentArchitecture(INSTANCE));
    }

    @Override
    public String name() {
        return "gnr";
    }

    @Override
    public String assumes() {
        return "one hidden cause decides both a row's values and which of them are missing";
    }

    @Override
    public String whenToChoose() {
        return "when a state of the row (illness, interest) drives both values and holes; trains fastest";
    }

    @Override
    public List<Setting> settings() {
        return CommonSettings.join(List.of(
                        new Setting("alpha-mode", "choice", "constant", "constant | per-missing-rate",
                                "whether missingness-weight is divided by the training table's missing rate"),
                        new Setting("doubly-reparameterised", "choice", "no", "yes | no",
                                "lower-variance gradients of the encoder (Tucker et al. 2019)")),
                CommonSettings.pick("missingness-weight", "missingness-layers=none", "latent", "encoder-input=x-and-observed",
                        "encoder-layers", "decoder-layers", "activation", "posterior", "posterior-components",
                        "log-variance-clamp", "std", "std-floor", "student-t", "copy-masking",
                        "standardise", "samples", "batch", "learning-rate", "steps"));
    }

    @Override
    public Settings resolve(Settings settings, TableFacts facts) {
        return switch (settings.text("alpha-mode")) {
            case "constant" -> settings;
            case "per-missing-rate" -> {
                if (facts.missingRate() == 0) throw settings.misfit("alpha-mode", null);
                yield settings.with("alpha-mode", "constant")
                        .with("missingness-weight",
                                Double.toString(CommonSettings.missingnessWeight(settings) / facts.missingRate()));
            }
            default -> throw settings.misfit("alpha-mode", null);
        };
    }

    @Override
    public LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary) {
        Missingness head = new Missingness.Network(Input.TRUNK, CommonSettings.widths(settings, "missingness-layers"));
        return new LatentSpec(layout, CommonSettings.latent(settings), CommonSettings.samples(settings),
                CommonSettings.mlpEncoder(settings), CommonSettings.trunk(settings), CommonSettings.head(settings),
                new Prior.StandardNormal(), head, Mixing.MEAN, CommonSettings.missingnessWeight(settings),
                Bound.IMPORTANCE_WEIGHTED, settings.yes("doubly-reparameterised"),
                CommonSettings.copyingDropout(settings));
    }
}
