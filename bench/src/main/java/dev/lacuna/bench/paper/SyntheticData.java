package dev.lacuna.bench.paper;

import java.util.SplittableRandom;

/**
 * Three columns with three hidden causes and holes not at random: GINA's synthetic experiment (Ma and Zhang 2021, section 6.1,
 * B.1), whose functions the paper leaves open and which are fixed here so that anyone gets the same data.
 *
 * <pre>
 * z ~ N(0, I_3), e ~ N(0, 0.01 I_3);   x1 = w z + e1,  x2 = f1(x1, z) + e2,  x3 = f2(x1, x2, z) + e3
 * f(y) = Σ_i v_i tanh(W_i y + b_i), 10 units; w, W, b ~ N(0, 1), v ~ N(0, 2 / 10)
 * A: x_j is missing where x_j &gt; 0;   B, C: where a_j [x_j ; z] &gt; 0 with a_j a random direction;   j = 2, 3
 * </pre>
 *
 * Columns are standardised on complete data before they are hidden. One stream of normals (Box and Muller, both of a pair used)
 * makes parameters, training rows and fresh rows, in this order.
 *
 * @param complete [3][2000]
 * @param holed the same, NaN where hidden
 * @param fresh [3][2000], further rows in the training rows' units: the truth that generated rows are compared with
 */
record SyntheticData(double[][] complete, double[][] holed, double[][] fresh) {
    static final int ROWS = 2000;
    private static final int COLUMNS = 3;
    private static final int UNITS = 10;
    private static final double NOISE = 0.1;

    /** The paper's three data sets, each with a random draw of the parameters. */
    enum Name {
        A(102), B(105), C(104);

        private final long seed;

        Name(long seed) {
            this.seed = seed;
        }
    }

    static SyntheticData of(Name name) {
        return of(name, Double.POSITIVE_INFINITY);
    }

    /**
     * @param slope a cell with score s is missing with probability sigmoid(slope s); infinite: the hard thresholds above. Rows are
     *     the same at every slope
     */
    static SyntheticData of(Name name, double slope) {
        Normals normals = new Normals(name.seed);
        double[] w = normals.next(COLUMNS);
        Function second = Function.of(normals, 4);
        Function third = Function.of(normals, 5);
        double[][] direction = {unit(normals.next(4)), unit(normals.next(4))};
        double[][] z = new double[ROWS][];
        double[][] complete = rows(normals, w, second, third, z);
        double[][] fresh = rows(normals, w, second, third, new double[ROWS][]);
        double[][] holed = new double[COLUMNS][];
        for (int c = 0; c < COLUMNS; c++) {
            double mean = Columns.mean(complete[c]);
            double deviation = Columns.deviation(complete[c]);
            for (int row = 0; row < ROWS; row++) {
                complete[c][row] = (complete[c][row] - mean) / deviation;
                fresh[c][row] = (fresh[c][row] - mean) / deviation;
            }
            holed[c] = complete[c].clone();
        }
        SplittableRandom coins = new SplittableRandom(~name.seed);
        for (int c = 1; c < COLUMNS; c++) {
            for (int row = 0; row < ROWS; row++) {
                double x = complete[c][row];
                double score = name == Name.A ? x : direction[c - 1][0] * x;
                for (int h = 0; h < COLUMNS && name != Name.A; h++) score += direction[c - 1][1 + h] * z[row][h];
                double coin = coins.nextDouble();
                if (slope * score > StrictMath.log(coin / (1 - coin))) holed[c][row] = Double.NaN;
            }
        }
        return new SyntheticData(complete, holed, fresh);
    }

    private static double[][] rows(Normals normals, double[] w, Function second, Function third, double[][] z) {
        double[][] x = new double[COLUMNS][ROWS];
        for (int row = 0; row < ROWS; row++) {
            double[] h = normals.next(3);
            double[] e = normals.next(3);
            z[row] = h;
            double x1 = w[0] * h[0] + w[1] * h[1] + w[2] * h[2] + NOISE * e[0];
            double x2 = second.at(x1, h[0], h[1], h[2]) + NOISE * e[1];
            x[0][row] = x1;
            x[1][row] = x2;
            x[2][row] = third.at(x1, x2, h[0], h[1], h[2]) + NOISE * e[2];
        }
        return x;
    }

    private static double[] unit(double[] vector) {
        double squares = 0;
        for (double x : vector) squares += x * x;
        for (int i = 0; i < vector.length; i++) vector[i] /= Math.sqrt(squares);
        return vector;
    }

    private record Function(double[] weight, double[] bias, double[] output) {

        static Function of(Normals normals, int inputs) {
            double[] weight = normals.next(UNITS * inputs);
            double[] bias = normals.next(UNITS);
            double[] output = normals.next(UNITS);
            for (int i = 0; i < UNITS; i++) output[i] *= Math.sqrt(2.0 / UNITS);
            return new Function(weight, bias, output);
        }

        double at(double... y) {
            double sum = 0;
            for (int i = 0; i < UNITS; i++) {
                double a = bias[i];
                for (int j = 0; j < y.length; j++) a += weight[i * y.length + j] * y[j];
                sum += output[i] * StrictMath.tanh(a);
            }
            return sum;
        }
    }

    /** Box and Muller in pairs over {@link SplittableRandom#nextDouble}. */
    static final class Normals {
        private final SplittableRandom random;
        private double cached = Double.NaN;

        Normals(long seed) {
            random = new SplittableRandom(seed);
        }

        double next() {
            if (!Double.isNaN(cached)) {
                double second = cached;
                cached = Double.NaN;
                return second;
            }
            double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
            double angle = 2 * Math.PI * random.nextDouble();
            cached = radius * StrictMath.sin(angle);
            return radius * StrictMath.cos(angle);
        }

        double[] next(int count) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) values[i] = next();
            return values;
        }
    }
}
