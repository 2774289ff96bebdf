package dev.lacuna.bench.paper;

import java.util.List;

/**
 * Table 1 of not-MIWAE (Ipsen, Mattei and Frellsen, ICLR 2021): the tables and the paper's mean and standard error of five runs.
 */
final class PublishedNotMiwae {

    private PublishedNotMiwae() {}

    /** @param place of the table's numbers in the rows below */
    record Set(String name, String file, int columns, int place) {}

    /**
     * The target column is dropped. Twice that is not what the paper did: its baselines come out with the target left in concrete
     * (mean 1.847 and MICE 1.696; paper 1.85 and 1.70, eight columns 1.868) and without the last feature of yeast (1.688 and
     * 1.716; paper 1.69 and 1.72, eight columns 1.729 and 1.756).
     */
    static final List<Set> SETS = List.of(new Set("banknote", "banknote/banknote.csv", 4, 0),
            new Set("concrete", "concrete/concrete.csv", 8, 1), new Set("concrete9", "concrete/concrete.csv", 9, 1),
            new Set("red", "wine_quality/winequality_red.csv", 11, 2),
            new Set("white", "wine_quality/winequality_white.csv", 11, 3), new Set("yeast", "yeast/yeast.csv", 8, 4),
            new Set("yeast7", "yeast/yeast.csv", 7, 4), new Set("breast", "breast_wdbc/breast_wdbc.csv", 30, 5));

    /**
     * One method.
     *
     * @param settings beyond those that all deep models share
     * @param errors root mean squared error on each set; empty where the paper has no such row
     * @param standardErrors empty where the paper gives none
     */
    record Row(String method, String model, String settings, double[] errors, double[] standardErrors) {}

    private static final String PPCA = "decoder-layers=none std=shared";

    /**
     * Deep models first. Breast's 1.17 for MICE does not reproduce (scikit-learn 1.9.1 gives 0.946), and self-masking with a free
     * sign is unstable on banknote.
     */
    static final List<Row> ROWS = List.of(
            row("PPCA", "miwae", PPCA, "1.39 1.61 1.61 1.57 1.67 0.90", ".00 .00 .00 .00 .00 .00"),
            row("not-MIWAE PPCA agnostic", "notmiwae", PPCA + " missingness=linear", "1.25 1.47 1.32 1.27 1.20 0.78",
                    ".15 .01 .00 .01 .05 .00"),
            row("not-MIWAE PPCA self-masking", "notmiwae", PPCA + " missingness=self", "0.57 1.31 1.13 0.99 0.78 0.72",
                    ".00 .00 .00 .00 .00 .00"),
            row("not-MIWAE PPCA self-masking known", "notmiwae", PPCA + " missingness=self-known",
                    "0.57 1.31 1.13 0.99 0.77 0.72",
                    ".00 .00 .00 .00 .00 .00"),
            row("MIWAE", "miwae", "", "1.19 1.66 1.62 1.55 1.72 1.20", ".01 .01 .01 .01 .01 .01"),
            row("not-MIWAE agnostic", "notmiwae", "missingness=linear", "0.80 2.63 1.30 1.37 1.43 1.10",
                    ".08 .12 .01 .00 .02 .01"),
            row("not-MIWAE self-masking", "notmiwae", "missingness=self", "1.88 1.26 1.08 1.04 1.48 0.74",
                    ".85 .02 .02 .01 .03 .01"),
            row("not-MIWAE self-masking known", "notmiwae", "missingness=self-known", "0.74 1.12 1.07 1.04 1.38 0.76",
                    ".05 .04 .00 .00 .02 .01"),
            row("GNR", "gnr", "encoder-input=x-and-observed", "", ""),
            row("GINA", "gina", "encoder-input=x-and-observed auxiliary=always-observed missingness=mlp-xz missingness-layers=10",
                    "", ""),
            row("PSMVAE(b)", "psmvae", "standardise=no", "", ""), row("PSMVAE(a)", "psmvae-a", "standardise=no", "", ""),
            row("forest", "forest", "", "1.28 1.76 1.64 1.63 1.66 1.57", ""),
            row("chained equations", "chained", "standardise=no", "1.41 1.70 1.68 1.41 1.72 1.17", ""),
            row("nearest neighbours", "neighbours", "", "", ""), row("mean", "mean", "", "1.73 1.85 1.83 1.74 1.69 1.82", ""));

    private static Row row(String method, String model, String settings, String errors, String standardErrors) {
        return new Row(method, model, settings, numbers(errors), numbers(standardErrors));
    }

    private static double[] numbers(String text) {
        return text.isEmpty() ? new double[0] : List.of(text.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
    }
}
