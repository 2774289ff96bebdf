package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GenerationTest {
    private static final int ROWS = 1000;

    /** x1 = 10 + 3 u, x2 = -5 + u + e / 2. */
    private static Table table() {
        float[] noise = new float[2 * ROWS];
        Kernels.get().normal(7, 0, 0, noise, 0, noise.length);
        double[] first = new double[ROWS];
        double[] second = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            first[row] = 10 + 3 * noise[row];
            second[row] = -5 + noise[row] + noise[ROWS + row] / 2;
        }
        return Table.builder().real("x1", first, 6).real("x2", second, 6).build();
    }

    private static double[] column(Table table, int column) {
        double[] values = new double[table.rows()];
        Arrays.setAll(values, table.column(column)::number);
        return values;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double covariance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) sum += (a[i] - mean(a)) * (b[i] - mean(b));
        return sum / a.length;
    }

    /** Tolerances: five standard errors of 1000 rows, with as much again for what training leaves. */
    private static void assertLike(Table truth, Table made) {
        double[] x1 = column(made, 0);
        double[] x2 = column(made, 1);
        assertEquals(mean(column(truth, 0)), mean(x1), 0.9);
        assertEquals(mean(column(truth, 1)), mean(x2), 0.35);
        assertEquals(9, covariance(x1, x1), 4);
        assertEquals(1.25, covariance(x2, x2), 0.6);
        assertEquals(3, covariance(x1, x2), 1.5);
    }

    @Test
    void madeUpRows_ofALinearModel_haveTheTablesMeansAndCovariances() {
        Table table = table();
        ImputationModel model = Models.imputer("miwae", Map.of("decoder-layers", "none", "std", "shared", "encoder-layers", "16",
                "latent", "1", "steps", "3000")).fit(table, FitOptions.defaults().withSeed(1));
        assertLike(table, Generation.rows(model, table, 1, 2));
    }

    @Test
    void madeUpRows_ofAConditionalPrior_followTheSideInformation() {
        Table table = table();
        ImputationModel model = Models.imputer("gina", Map.of("auxiliary", "x1", "decoder-layers", "none", "std", "shared",
                "encoder-layers", "16", "latent", "1", "steps", "3000")).fit(table, FitOptions.defaults().withSeed(1));
        assertLike(table, Generation.rows(model, table, 1, 2));
    }

    @Test
    void madeUpRows_dependOnTheSeedAlone() {
        Table table = table();
        ImputationModel model = Models.imputer("notmiwae", Map.of("encoder-layers", "4", "decoder-layers", "4", "steps", "5"))
                .fit(table, FitOptions.defaults());
        double[] one = column(Generation.rows(model, table, 3, 1), 1);
        assertArrayEquals(one, column(Generation.rows(model, table, 3, 2), 1));
        assertEquals(0, Arrays.stream(column(Generation.rows(model, table, 4, 1), 1)).filter(x -> x == one[0]).count());
    }

    @Test
    void madeUpRows_ofAModelOfAnotherFamily_areRefused() {
        Table table = table();
        ImputationModel mean = Models.imputer("mean", Map.of()).fit(table);
        assertThrows(IllegalArgumentException.class, () -> Generation.rows(mean, table, 0, 1));
    }
}
