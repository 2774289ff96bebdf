package dev.lacuna.models.latent;

import dev.lacuna.engine.InputException;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.NeuralBuilder;
import java.util.List;

/**
 * GINA: an identifiable model of data missing not at random. Source: Ma and Zhang, "Identifiable Generative Models for Missing
 * Not at Random Data Imputation", NeurIPS 2021, section 4 and equation 6.
 *
 * <pre>
 * z | u ~ N(m(u), diag exp l(u)),   x | z ~ p(x | decoder(z)),   r | x, z ~ Π_d Bernoulli(sigmoid(a_d([x ; z])))
 * log w_k = log p(x_o | z_k) + beta log p(r | x_o, x_m^k, z_k) + log p(z_k | u) - log q(z_k | x_o, r)
 * </pre>
 *
 * u are columns that are never missing ({@code auxiliary}); they stay in x too. With them the theory finds the data distribution
 * from enough distinct values of u; with {@code auxiliary=pattern} (u = r, the published default where no column is always
 * observed) it does not, and the objective is no bound of log p(x_o, r).
 *
 * <p>Deviations: (1) {@code mixing=sample} draws the missing values as the paper says, the published code takes the decoder's
 * mean ({@code mixing=mean}); (2) the missingness mlp has tanh units as the paper says, the published one relu; (3) imputation
 * weighs its samples with the full weight, paper and code average over q plainly; (4) discrete values enter the missingness model
 * by their probability; (5) the standard deviation is learned by default, the paper fixes it ({@code std=0.1353}).
 */
public final class Gina implements Composition {
    static final Gina INSTANCE = new Gina();

    private static final String ALWAYS_OBSERVED = "always-observed";
    private static final String PATTERN = "pattern";

    private Gina() {}

    public static NeuralBuilder builder() {
        return new NeuralBuilder(new LatentArchitecture(INSTANCE));
    }

    @Override
    public String name() {
        return "gina";
    }

    @Override
    public String assumes() {
        return "whether a value is missing depends on the row's values and on hidden causes, and some columns are never missing";
    }

    @Override
    public String whenToChoose() {
        return "when side information is complete (age, group, region) and the mechanism is unknown";
    }

    @Override
    public List<Setting> settings() {
        return CommonSettings.join(List.of(
                        new Setting("auxiliary", "columns", ALWAYS_OBSERVED,
                                "column names with commas | always-observed | pattern",
                                "side information that the prior reads; pattern: which cells are observed"),
                        new Setting("missingness", "choice", "mlp-xz",
                                "linear-xz | mlp-xz | linear | mlp | self-learned | self | self-known | shared-slope | no-self",
                                "what decides whether a value is missing; x: the values, z: hidden causes")),
                CommonSettings.pick("missingness-layers=10", "missingness-weight", "mixing", "bound", "standardise", "samples=5",
                        "latent", "encoder", "encoder-input=x-and-observed", "set-embedding", "set-width", "set-multiply",
                        "set-pooling", "encoder-layers=50,50", "decoder-layers=50", "activation", "posterior",
                        "posterior-components", "log-variance-clamp=20", "std", "std-floor", "student-t", "dropout",
                        "dropout-scores=all", "copy-masking", "batch=64", "learning-rate", "steps"));
    }

    @Override
    public Settings resolve(Settings settings, TableFacts facts) {
        if (!settings.text("auxiliary").equals(ALWAYS_OBSERVED)) return settings;
        if (facts.alwaysObserved().isEmpty()) {
            throw new InputException("model gina needs columns without a missing cell as side information, this table has none;"
                    + " set auxiliary=pattern to use which cells are observed (see its limits), or choose notmiwae or gnr");
        }
        return settings.with("auxiliary", String.join(",", facts.alwaysObserved()));
    }

    @Override
    public AuxiliaryColumns auxiliary(Settings settings) {
        if (settings.text("auxiliary").equals(PATTERN)) return new AuxiliaryColumns.Pattern();
        return new AuxiliaryColumns.Named(settings.list("auxiliary"));
    }

    @Override
    public LatentSpec compose(Settings settings, FeatureLayout layout, int auxiliary) {
        Missingness missingness = CommonSettings.missingness(settings, "linear-xz", "mlp-xz", "linear", "mlp", "self-learned",
                "self", "self-known", "shared-slope", "no-self");
        return new LatentSpec(layout, CommonSettings.latent(settings), CommonSettings.samples(settings),
                CommonSettings.encoder(settings), CommonSettings.trunk(settings), CommonSettings.head(settings),
                new Prior.Conditional(auxiliary), missingness, CommonSettings.mixing(settings),
                CommonSettings.missingnessWeight(settings), CommonSettings.bound(settings), false,
                CommonSettings.dropout(settings));
    }
}
