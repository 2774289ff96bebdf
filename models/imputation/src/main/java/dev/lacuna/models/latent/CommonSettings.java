package dev.lacuna.models.latent;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.Setting;
import dev.lacuna.models.Settings;
import dev.lacuna.models.neural.Architecture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that several models share, each declared once with a default that a model may change, and the parts they name. */
final class CommonSettings {
    private static final Map<String, Setting> DECLARED = declared();

    private CommonSettings() {}

    private static Map<String, Setting> declared() {
        Map<String, Setting> all = new LinkedHashMap<>();
        for (Setting setting : List.of(
                new Setting("latent", "whole number", Architecture.AUTO, "1 to 10000, or auto: one less than the columns, at most 50",
                        "size of the latent variable"),
                new Setting("encoder", "choice", "mlp", "mlp | set",
                        "layers on zero-filled values, or a permutation-invariant set encoder"),
                new Setting("encoder-input", "choice", "x", "x | x-and-observed",
                        "whether the mlp encoder also reads which cells are observed"),
                new Setting("encoder-layers", "whole numbers", "128,128", "widths with commas; none: a single linear layer",
                        "hidden layers of the encoder"),
                new Setting("set-embedding", "whole number", "20", "1 to 10000",
                        "size of the set encoder's embedding of a column"),
                new Setting("set-width", "whole number", "50", "1 to 10000", "size of the set encoder's vector of a row"),
                new Setting("set-multiply", "choice", "yes", "yes | no",
                        "set encoder: value times embedding, or value beside embedding"),
                new Setting("set-pooling", "choice", "sum", "sum | max", "how the set encoder joins the observed values"),
                new Setting("decoder-layers", "whole numbers", "128,128", "widths with commas; none: a linear decoder",
                        "hidden layers of the decoder"),
                new Setting("activation", "choice", "tanh", "tanh | relu", "of the hidden layers of encoder and decoder"),
                new Setting("posterior", "choice", "gaussian", "gaussian | mixture",
                        "q(z | row): one Gaussian, or a mixture of posterior-components; samples are of each component"),
                new Setting("posterior-components", "whole number", "3", "1 to 50", "Gaussians of posterior=mixture"),
                new Setting("log-variance-clamp", "number", "10", "0.1 to 80", "limit of the encoder's log-variance"),
                new Setting("std", "text", "each", "each | shared | a number above 0",
                        "standard deviation of real values: one for each entry, one learned number, or a fixed number"),
                // Columns of counts and amounts pile up on one value, where a deviation near 0 makes the likelihood unbounded. On the
                // credit table with 15 % of cells hidden, 0.001 gave RMSE .855 and a median effective sample size of 38, 0.1 gave .827
                // and 71; on breast_wdbc, whose columns are smooth, both gave 1.08.
                new Setting("std-floor", "number", "0.1", "0.000001 to 10",
                        "added to each entry's standard deviation (standardised units)"),
                new Setting("student-t", "choice", "no", "yes | no",
                        "Student's t in place of the normal density for real values"),
                new Setting("missingness-layers", "whole numbers", "128", "widths with commas",
                        "hidden layers of an mlp missingness model"),
                new Setting("private-latent", "whole number", "0", "0 to 10000",
                        "latent variables beside the decoder's that missingness=no-self alone reads"),
                new Setting("missingness-weight", "number", "1", "0 to 1000000",
                        "weight of the missingness term inside the log-weight; 1 is a proper bound"),
                new Setting("mixing", "choice", "sample", "sample | mean",
                        "what the missingness model reads at a missing real value: a draw or the mean"),
                new Setting("bound", "choice", "importance-weighted", "importance-weighted | elbo", "what training maximises"),
                new Setting("dropout", "number", "0", "0 to 0.99",
                        "input dropout: each row's rate is uniform between 0 and this; only the encoder sees less"),
                new Setting("dropout-scores", "choice", "shown", "shown | all", "whose likelihood counts under input dropout"),
                new Setting("copy-masking", "number", "0", "0 to 1",
                        "probability that the encoder also loses what is missing in another row; only the encoder sees less"),
                new Setting("standardise", "choice", "yes", "yes | no",
                        "numbers by mean and deviation of their observed cells; no: the table's numbers are of size 1 already"),
                new Setting("samples", "whole number", "20", "1 to 10000",
                        "draws of the latent variable for each row in training"),
                new Setting("batch", "whole number", "16", "1 to 1000000", "rows of a training step"),
                new Setting("learning-rate", "number", "0.001", "0.00000001 to 1", "of Adam"),
                new Setting("steps", "whole number", Architecture.AUTO, "1 to 1000000000, or auto: about a minute on two cores",
                        "optimiser steps"))) {
            all.put(setting.name(), setting);
        }
        return all;
    }

    /** The named common settings in the given order; {@code name=value} changes a default. */
    static List<Setting> pick(String... names) {
        List<Setting> picked = new ArrayList<>();
        for (String name : names) {
            String[] parts = name.split("=", 2);
            Setting setting = DECLARED.get(parts[0]);
            picked.add(parts.length == 1 ? setting
                    : new Setting(setting.name(), setting.type(), parts[1], setting.range(), setting.description()));
        }
        return picked;
    }

    static List<Setting> join(List<Setting> first, List<Setting> second) {
        List<Setting> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    static int latent(Settings settings) {
        return (int) settings.whole("latent", 1, 10_000);
    }

    static int samples(Settings settings) {
        return (int) settings.whole("samples", 1, 10_000);
    }

    static List<Integer> widths(Settings settings, String name) {
        if (settings.text(name).equals("none")) return List.of();
        return Arrays.stream(settings.wholes(name, 1, 100_000)).boxed().toList();
    }

    static Activation activation(Settings settings) {
        return switch (settings.text("activation")) {
            case "tanh" -> Activation.TANH;
            case "relu" -> Activation.RELU;
            default -> throw settings.misfit("activation", null);
        };
    }

    /** Of models that can have either. */
    static Encoder encoder(Settings settings) {
        return switch (settings.text("encoder")) {
            case "mlp" -> mlpEncoder(settings);
            case "set" -> setEncoder(settings);
            default -> throw settings.misfit("encoder", null);
        };
    }

    static Encoder mlpEncoder(Settings settings) {
        boolean readsObserved = switch (settings.text("encoder-input")) {
            case "x" -> false;
            case "x-and-observed" -> true;
            default -> throw settings.misfit("encoder-input", null);
        };
        return new MlpEncoder(encoderLayers(settings), readsObserved);
    }

    static Encoder setEncoder(Settings settings) {
        return new SetEncoder((int) settings.whole("set-embedding", 1, 10_000), (int) settings.whole("set-width", 1, 10_000),
                settings.yes("set-multiply"), settings.choice("set-pooling", SetPooling.Pool.class), encoderLayers(settings));
    }

    private static Encoder.Layers encoderLayers(Settings settings) {
        return new Encoder.Layers(widths(settings, "encoder-layers"), activation(settings),
                settings.number("log-variance-clamp", 0.1, 80), components(settings));
    }

    /** Gaussians of the posterior. */
    static int components(Settings settings) {
        int components = (int) settings.whole("posterior-components", 1, 50);
        return switch (settings.text("posterior")) {
            case "gaussian" -> 1;
            case "mixture" -> components;
            default -> throw settings.misfit("posterior", null);
        };
    }

    static Trunk trunk(Settings settings) {
        return new Trunk(widths(settings, "decoder-layers"), activation(settings));
    }

    static DataHead head(Settings settings) {
        return new DataHead(switch (settings.text("std")) {
            case "each" -> new DataHead.Scale.PerEntry(settings.number("std-floor", 1e-6, 10));
            case "shared" -> new DataHead.Scale.Shared();
            default -> new DataHead.Scale.Fixed(settings.number("std", 1e-6, 1e6));
        });
    }

    /** The density of real values. */
    static FeatureKind realKind(Settings settings) {
        return settings.yes("student-t") ? FeatureKind.STUDENT_T : FeatureKind.GAUSSIAN;
    }

    /** A missingness model by its name in the settings, which must be one of those that the model can have. */
    static Missingness missingness(Settings settings, String... allowed) {
        if (!Arrays.asList(allowed).contains(settings.text("missingness"))) throw settings.misfit("missingness", null);
        return switch (settings.text("missingness")) {
            case "self-learned" -> new Missingness.LearnedSelfMasking();
            case "self" -> new Missingness.SelfMasking(false, false);
            case "self-known" -> new Missingness.SelfMasking(true, false);
            case "shared-slope" -> new Missingness.SelfMasking(false, true);
            case "no-self" -> new NoSelfCensoring(0);
            case "linear" -> new Missingness.Network(Input.VALUES, List.of());
            case "mlp" -> new Missingness.Network(Input.VALUES, widths(settings, "missingness-layers"));
            case "linear-xz" -> new Missingness.Network(Input.VALUES_AND_LATENT, List.of());
            case "mlp-xz" -> new Missingness.Network(Input.VALUES_AND_LATENT, widths(settings, "missingness-layers"));
            default -> throw settings.misfit("missingness", null);
        };
    }

    static double missingnessWeight(Settings settings) {
        return settings.number("missingness-weight", 0, 1e6);
    }

    static Mixing mixing(Settings settings) {
        return settings.choice("mixing", Mixing.class);
    }

    static Bound bound(Settings settings) {
        return settings.choice("bound", Bound.class);
    }

    static Dropout dropout(Settings settings) {
        double most = settings.number("dropout", 0, 0.99);
        return switch (settings.text("dropout-scores")) {
            case "shown" -> new Dropout(most, false, copyMasking(settings));
            case "all" -> new Dropout(most, true, copyMasking(settings));
            default -> throw settings.misfit("dropout-scores", null);
        };
    }

    /** Dropout of models that copy patterns and hide no single cells. */
    static Dropout copyingDropout(Settings settings) {
        return new Dropout(0, true, copyMasking(settings));
    }

    private static double copyMasking(Settings settings) {
        return settings.number("copy-masking", 0, 1);
    }
}
