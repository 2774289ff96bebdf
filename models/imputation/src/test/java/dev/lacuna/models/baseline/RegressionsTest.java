package dev.lacuna.models.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The two regressions against scikit-learn 1.9.1 on twelve made-up rows: x[i, j] = sin(.9 i + .4 j² + .3 j). */
class RegressionsTest {
    private static final int ROWS = 12;
    private static final double[] NEW_ROW = {0.5, -0.25, 1};

    @Test
    void bayesianRidge_twelveRows_hasTheReferencePredictions() {
        double[][] x = predictors();
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) y[i] = 1.5 + 0.8 * x[0][i] - 0.5 * x[1][i] + 0.3 * Math.cos(2.1 * i);
        BayesianRidge ridge = fit(x, y);
        // BayesianRidge().fit(x, y).predict; eigenvalues by another algorithm, hence 1e-9.
        assertEquals(1.2954217869490614, ridge.predict(NEW_ROW), 1e-9);
        // sqrt((1 + 1/n)/alpha + q' sigma q) from its alpha_ and sigma_ at the centred row q.
        assertEquals(0.3568233106326632, ridge.predictiveDeviation(NEW_ROW), 1e-9);
        assertEquals(ridge.predict(NEW_ROW), ridge.withoutCovariance().predict(NEW_ROW));
        NumberWriter written = new NumberWriter();
        ridge.write(written);
        BayesianRidge read = BayesianRidge.read(new NumberReader(written.toArray()), 3);
        assertEquals(ridge.predictiveDeviation(NEW_ROW), read.predictiveDeviation(NEW_ROW));
    }

    @Test
    void bayesianRidge_constantTargetOrNoPredictors_predictsTheMean() {
        double[][] x = predictors();
        double[] constant = new double[ROWS];
        Arrays.fill(constant, 4);
        assertEquals(4, fit(x, constant).predict(NEW_ROW), 1e-9);
        BayesianRidge alone = BayesianRidge.fit(new double[0], new double[0], 2.0, 8, new double[0], 3);
        assertEquals(3, alone.predict(new double[0]));
        // Variance 2/8 around a mean known to 1/8 of that.
        assertEquals(Math.sqrt(0.25 * 9 / 8), alone.predictiveDeviation(new double[0]), 1e-5);
    }

    @Test
    void softmaxRidge_twelveRows_reachesTheReferenceMaximum() {
        double[][] x = predictors();
        int[] labels = new int[ROWS];
        for (int i = 0; i < ROWS; i++) labels[i] = (int) Math.floor((x[0][i] + 1) * 1.49);
        double[] shares = new double[3];
        try (Workers workers = new Workers(1)) {
            SoftmaxRidge softmax = SoftmaxRidge.start(3, 3).improve(x, moments(x, workers), labels, ROWS, 2000, workers);
            softmax.probabilities(NEW_ROW, shares, 0);
        }
        // LogisticRegression(C=1, tol=1e-12).predict_proba; ours stops where no weight moves by 1e-4.
        double[] expected = {0.36828528, 0.36555983, 0.26615489};
        for (int level = 0; level < 3; level++) assertEquals(expected[level], shares[level], 2e-3);
    }

    @Test
    void forest_oneStep_findsItInsideAndOutOfBag() {
        double[][] cells = new double[3][400];
        for (int row = 0; row < 400; row++) {
            cells[0][row] = row % 20;
            cells[1][row] = row * 7 % 13;
            cells[2][row] = cells[0][row] < 10 ? 1 : 5;
            if (row % 9 == 0) cells[2][row] = Double.NaN;
        }
        int[] levels = {0, 0, 0};
        try (Workers workers = new Workers(2)) {
            ForestChain.Result result = ForestChain.fit(cells, levels, new Forest.Options(30, 0, 5, 10_000), 5, 21, workers,
                    r -> true);
            for (int row = 0; row < 400; row += 9) assertEquals(cells[0][row] < 10 ? 1 : 5, result.cells()[2][row], 0.2);
            assertTrue(result.outOfBagError()[2] < 0.1, "error " + result.outOfBagError()[2]);
            // Nothing but noise says what column 1 is: the error is that of the mean, give or take overfitting.
            assertTrue(result.outOfBagError()[1] > 0.9, "error " + result.outOfBagError()[1]);
        }
    }

    @Test
    void neighbours_distances_scaleForWhatIsNotShared() {
        double nan = Double.NaN;
        // Standardised by 0 and 1 already: two rows of -1 and 1 in each column.
        double[][] cells = {{-1, 1, nan}, {-1, 1, 1}, {0, 1, 1}};
        Neighbours neighbours = Neighbours.of(cells, new int[] {0, 0, 2}, new int[] {0, 1, 2});
        double[] distances = new double[3];
        neighbours.distances(new double[] {-1, nan, 0}, distances);
        assertEquals(0, distances[0]);
        assertEquals(3.0 / 2 * (4 + 1), distances[1], 1e-12);
        assertEquals(3.0 / 1 * 1, distances[2], 1e-12);
        neighbours.distances(new double[] {nan, nan, nan}, distances);
        assertFalse(distances[0] < Double.POSITIVE_INFINITY);
        assertEquals(0, neighbours.nearest(distances, 0, 2).length);
    }

    private static BayesianRidge fit(double[][] x, double[] y) {
        double[] means = new double[3];
        double targetMean = Products.sum(y, ROWS) / ROWS;
        for (int j = 0; j < 3; j++) means[j] = Products.sum(x[j], ROWS) / ROWS;
        double[] gram = new double[9];
        double[] cross = new double[3];
        for (int j = 0; j < 3; j++) {
            for (int k = 0; k < 3; k++) gram[3 * j + k] = Products.dot(x[j], 0, x[k], 0, ROWS) - ROWS * means[j] * means[k];
            cross[j] = Products.dot(x[j], 0, y, 0, ROWS) - ROWS * means[j] * targetMean;
        }
        return BayesianRidge.fit(gram, cross, Products.dot(y, 0, y, 0, ROWS) - ROWS * targetMean * targetMean, ROWS, means,
                targetMean);
    }

    private static double[] moments(double[][] x, Workers workers) {
        double[][] withOnes = {x[0], x[1], x[2], new double[ROWS]};
        Arrays.fill(withOnes[3], 1);
        return Products.gram(withOnes, ROWS, workers);
    }

    private static double[][] predictors() {
        double[][] x = new double[3][ROWS];
        for (int j = 0; j < 3; j++) {
            for (int i = 0; i < ROWS; i++) x[j][i] = Math.sin(0.9 * i + 0.4 * j * j + 0.3 * j);
        }
        return x;
    }
}
