package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.bench.paper.SyntheticData.Name;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Values of an independent implementation in Python; sums agree to 1e-9, single values are recorded with ten digits. */
class SyntheticDataTest {

    @Test
    void normals_ofSeed42_areTheRecordedOnes() {
        double[] expected = {0.8822489062222688, 1.388473285287707, -0.4508498757188601, 0.6707164409024291};
        double[] normals = new SyntheticData.Normals(42).next(4);
        for (int i = 0; i < 4; i++) assertEquals(expected[i], normals[i], 1e-15);
    }

    @Test
    void dataSets_haveTheRecordedSumsAndFirstRows() {
        check(Name.A, 4798.962623801626, 4202, 4864.731538634, "1.1361717954 1.3233633648 .8481614998",
                "1.0863072982 .5344741868 -.3874473827");
        check(Name.B, 4935.764818381119, 4159, 4991.214275610, "-1.0292903873 .0484608224 -1.1870875334",
                "-1.1437962711 .7089495526 -.8475599398");
        check(Name.C, 4837.196003331375, 3912, 4766.161015227, "0.5750573636 -.4017285982 .3921708875",
                "-1.4405769009 .2536388036 1.7350096804");
    }

    private static void check(Name name, double sum, int observed, double freshSum, String first, String firstFresh) {
        SyntheticData data = SyntheticData.of(name);
        assertEquals(sum, absolute(data.complete()), 1e-9);
        assertEquals(freshSum, absolute(data.fresh()), 1e-9);
        assertEquals(observed, Arrays.stream(data.holed()).flatMapToDouble(Arrays::stream).filter(x -> !Double.isNaN(x)).count());
        for (int c = 0; c < 3; c++) {
            assertEquals(Double.parseDouble(first.split(" ")[c]), data.complete()[c][0], 1e-9);
            assertEquals(Double.parseDouble(firstFresh.split(" ")[c]), data.fresh()[c][0], 1e-9);
        }
    }

    private static double absolute(double[][] values) {
        return Arrays.stream(values).flatMapToDouble(Arrays::stream).map(Math::abs).sum();
    }

    /**
     * Reference levels: all training rows, complete rows only, holes filled with the observed mean; printed to the digits given.
     */
    @Test
    void scores_ofReferences_areTheRecordedLevels() {
        levels(Name.A, new double[][] {{-.00015, .047, .011}, {.1595, .910, 6.81}, {.2214, 1.013, 7.32}});
        levels(Name.B, new double[][] {{-.00028, .029, .007}, {.1053, .905, 2.20}, {.1967, .914, 2.67}});
        levels(Name.C, new double[][] {{.0000, .053, .014}, {.0659, .800, 1.90}, {.1509, .649, 1.15}});
    }

    /** Soft thresholds hide other cells of the same rows, some of them below the threshold; a steep one is nearly the hard one. */
    @Test
    void slope_ofThresholds_changesTheHolesAlone() {
        SyntheticData hard = SyntheticData.of(Name.A);
        SyntheticData soft = SyntheticData.of(Name.A, 4);
        SyntheticData steep = SyntheticData.of(Name.A, 1e9);
        assertArrayEquals(hard.complete(), soft.complete());
        assertArrayEquals(hard.fresh(), soft.fresh());
        assertArrayEquals(hard.holed(), steep.holed());
        double hiddenBelow = 0;
        double expected = 0;
        double variance = 0;
        for (int row = 0; row < SyntheticData.ROWS; row++) {
            double x = soft.complete()[1][row];
            if (x >= 0) continue;
            double probability = 1 / (1 + Math.exp(-4 * x));
            expected += probability;
            variance += probability * (1 - probability);
            if (Double.isNaN(soft.holed()[1][row])) hiddenBelow++;
        }
        assertEquals(expected, hiddenBelow, 3 * Math.sqrt(variance));
    }

    private static void levels(Name name, double[][] expected) {
        SyntheticData data = SyntheticData.of(name);
        DensityScores scores = DensityScores.against(GinaSyntheticCommand.plane(data.fresh()));
        double[][][] references = {GinaSyntheticCommand.plane(data.complete()), GinaSyntheticCommand.completeRows(data),
            GinaSyntheticCommand.plane(GinaSyntheticCommand.meanFilled(data.holed()))};
        IntStream.range(0, 3).forEach(i -> {
            assertEquals(expected[i][0], scores.squaredDiscrepancy(references[i]), 1e-4, name + " discrepancy " + i);
            assertEquals(expected[i][1], scores.slicedWasserstein(references[i]), 1e-3, name + " Wasserstein " + i);
            assertEquals(expected[i][2], scores.divergence(references[i]), i == 0 ? 1e-3 : 1e-2, name + " divergence " + i);
        });
    }
}
