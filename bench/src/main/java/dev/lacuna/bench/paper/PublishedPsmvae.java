package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.PatternSetProtocol.Mechanism;
import dev.lacuna.bench.paper.PatternSetProtocol.Truth;
import java.util.List;
import java.util.Map;

/** What PSMVAE's paper prints in its tables 2, 3 and 4, and the baselines recomputed against the correct truth. */
final class PublishedPsmvae {
    /** Of the cells, or of the masked column's upper half. */
    static final double TABLE_3_RATE = 0.2;

    private static final double UNKNOWN = Double.NaN;

    private PublishedPsmvae() {}

    /**
     * @param errors by method: MCAR, MNAR as printed, scored against the paper-style truth
     * @param correct by method: the same against the correct truth, for methods that could be recomputed
     * @param accuracies by model: MNAR, MNAR and MCAR; empty where table 3 lacks the set
     */
    record Set(String name, String file, int columns, double rate, Map<String, double[]> errors, Map<String, double[]> correct,
            Map<String, double[]> accuracies) {

        /** NaN where the paper has no number that may be compared: under the correct truth its MNAR cells may not. */
        double paper(String method, Mechanism mechanism, Truth truth) {
            int at = mechanism == Mechanism.MCAR ? 0 : 1;
            if (truth == Truth.CORRECT && correct.containsKey(method)) return correct.get(method)[at];
            if (truth == Truth.CORRECT && mechanism != Mechanism.MCAR) return UNKNOWN;
            return errors.getOrDefault(method, new double[] {UNKNOWN, UNKNOWN})[at];
        }

        double accuracy(String model, Mechanism mechanism) {
            return accuracies.getOrDefault(model, new double[] {UNKNOWN, UNKNOWN})[mechanism == Mechanism.MNAR1VAR ? 0 : 1];
        }
    }

    private static final List<Set> SETS = List.of(
            set("adult", "adult/adult_psmvae.csv", 12, .2, of(.2494, .4943), of(.2426, .5249), of(.2306, .4981), of(.2450, .4815),
                    of(.2510, .6676), of(.2383, .5879), of(.2510, .6905), of(.2383, .6101), Map.of()),
            set("letter", "letter/letter.csv", 16, .2, of(.0964, .0835), of(.0936, .0864), of(.0879, .0854), of(.0941, .0908),
                    of(.1560, .1938), of(.1167, .1235), of(.1560, .2050), of(.1168, .1321), Map.of()),
            set("wine", "wine_quality/winequality_psmvae.csv", 13, .2, of(.0958, .1034), of(.0890, .1158), of(.0832, .1069),
                    of(.0885, .1167), of(.1765, .1591), of(.0881, .0782), of(.1766, .1695), of(.0881, .0829),
                    Map.of("psmvae-a", of(.6113, .6435), "psmvae", of(.6068, .6476))),
            set("breast", "breast_wdbc/breast_wdbc.csv", 30, .8, of(.1003, .1114), of(.1004, .1085), of(.1125, .0729),
                    of(.1058, .1025), of(.1496, .1545), of(.1343, .1445), of(.1505, .2019), of(.1352, .0490),
                    Map.of("psmvae-a", of(.7819, .7116), "psmvae", of(.7709, .6975))),
            set("credit", "credit_default/credit_default.csv", 23, .8, of(.1715, .0948), of(.1712, .1095), of(.1701, .0973),
                    of(.1730, .1202), of(.1640, .1666), of(.1671, .1113), of(.1642, .1876), of(.1659, .1012), Map.of()),
            set("spam", "spam/spam.csv", 57, .8, of(.0603, .0801), of(.0591, .0889), of(.0552, .0800), of(.0594, .0879),
                    of(.0600, .0926), of(.0619, .0886), of(.0601, .0988), of(.0622, .0905),
                    Map.of("psmvae-a", of(.7349, .8137), "psmvae", of(.7375, .8123))));

    /** @throws IllegalArgumentException listing the sets */
    static Set set(String name) {
        return SETS.stream().filter(set -> set.name().equals(name)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "no set '" + name + "'; there are " + SETS.stream().map(Set::name).toList()));
    }

    private static double[] of(double mcar, double mnar) {
        return new double[] {mcar, mnar};
    }

    private static Set set(String name, String file, int columns, double rate, double[] a, double[] b, double[] bWeighted,
            double[] withoutPattern, double[] mean, double[] chained, double[] meanCorrect, double[] chainedCorrect,
            Map<String, double[]> accuracies) {
        return new Set(name, file, columns, rate,
                Map.of("psmvae-a, K = 1", a, "psmvae, K = 1", b, "psmvae, K", bWeighted, "psmvae-nomask, K = 1", withoutPattern,
                        "mean", mean, "chained", chained),
                Map.of("mean", meanCorrect, "chained", chainedCorrect), accuracies);
    }
}
