package dev.lacuna.models.latent;

import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import java.util.List;

/**
 * not-MIWAE: MIWAE with a model of why values are missing. Source: Ipsen, Mattei and Frellsen, "not-MIWAE: Deep Generative
 * Modelling with Missing not at Random Data", ICLR 2021, equations 5 to 8.
 *
 * <pre>
 * z ~ N(0, I),   x | z ~ p(x | decoder(z)),   r | x ~ Π_d Bernoulli(sigmoid(a_d(x)))
 * log w_k = log p(x_o | z_k) + log p(r | x_o, x_m^k) + log p(z_k) - log q(z_k | x_o),      x_m^k ~ p(x_m | z_k)
 * </pre>
 *
 * {@code missingness} is a: self-masking c_d + w_d x_d whose slope starts at 0 ({@code self-learned}, the default), the paper's
 * -W_d (x_d - b_d) ({@code self}), the same with W &gt; 0 ({@code self-known}: large values are missing more often), with one
 * slope for all columns, a linear map of x, an mlp of x, or a linear map of all columns but d ({@code no-self}: no column hides
 * itself, {@link NoSelfCensoring}; with {@code private-latent} and {@code std=shared} that is IM-IWAE's). {@code
 * decoder-layers=none} is the paper's PPCA, which wins on most of its tables, then with {@code std=shared}. {@code encoder=set}
 * is the encoder of the paper's ratings (section 4.4); {@code dropout} teaches it rows of which little is known yet.
 *
 * <p>Deviations: (1) a floor of 0.1 on the standard deviation ({@code std-floor}), the published code has none; (2) discrete
 * values enter the missingness model by their probability, not as a draw; (3) batches wrap around the epochs, the published code
 * skips the tail of each pass; (4) self-masking of a categorical column sums an effect for each level; (5) the PPCA encoder gives
 * log-variances, the published one log standard deviations; (6) the paper's self-masking keeps the random sign it starts with, the
 * default finds it: on breast_wdbc with large values hidden RMSE 1.08 and .98, with small ones hidden .45 and .40.
 */
public final class NotMiwae implements Composition {
    static final NotMiwae INSTANCE = new NotMiwae();

    private NotMiwae() {}

    public static NeuralBuilder builder() {
        return new NeuralBuilder(new LatentArchitecture(INSTANCE));
    }

    @Override
    public String name() {
        return "notmiwae";
    }

    @Override
    public String assumes() {
        return "whether a value is missing depends on the row's values, above all on the missing value itself";
    }

    @Override
    public String whenToChoose() {
        return "when large or small values hide themselves, as incomes do; missingness=self-known where large ones do";
    }

    @Override
    public List<Setting> settings() {
        return CommonSettings.join(List.of(new Setting("missingness", "choice", "self-learned",
                "self-learned | self | self-known | shared-slope | linear | mlp | no-self",
                "what decides whether a value is missing")),
                CommonSettings.pick("missingness-layers", "private-latent", "missingness-weight", "mixing", "latent",
                        "encoder", "set-embedding", "set-width", "set-multiply", "set-pooling", "encoder-layers",
                        "decoder-layers", "activation", "encoder-input", "posterior", "posterior-components",
                        "log-variance-clamp", "std", "std-floor", "student-t", "dropout", "dropout-scores=all", "copy-masking",
                        "standardise", "samples", "batch", "learning-rate", "steps"));
    }

    @Override
    public LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary) {
        Missingness missingness = CommonSettings.missingness(settings, "self-learned", "self", "self-known", "shared-slope",
                "linear", "mlp", "no-self");
        int privateLatent = (int) settings.whole("private-latent", 0, 10_000);
        if (privateLatent > 0) {
            if (!(missingness instanceof NoSelfCensoring)) {
                throw new IllegalArgumentException("private-latent=" + privateLatent + " of model notmiwae needs"
                        + " missingness=no-self, not " + settings.text("missingness"));
            }
            missingness = new NoSelfCensoring(privateLatent);
        }
        return new LatentSpec(layout, CommonSettings.latent(settings) + privateLatent, CommonSettings.samples(settings),
                CommonSettings.encoder(settings), CommonSettings.trunk(settings), CommonSettings.head(settings),
                new Prior.StandardNormal(), missingness, CommonSettings.mixing(settings),
                CommonSettings.missingnessWeight(settings), Bound.IMPORTANCE_WEIGHTED, false,
                CommonSettings.dropout(settings));
    }
}
