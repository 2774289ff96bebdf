package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.SyntheticData.Normals;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * P5, the simulators of IM-IWAE (Xie, Xue and Wang 2026): every column can lose cells.
 *
 * <pre>
 * P(column j of a row is observed) = sigmoid(a_j(x))
 * linear     a_j = x W_j + b_j
 * nonlinear  a_j = tanh(x W + c) v_j + b_j, 50 units;   W, v ~ N(0, 1), b, c ~ N(0, 0.01)
 * </pre>
 *
 * @param reads which columns a_j reads; the 50 units are common to all columns where all read the same, else each has its own
 * @param nonlinear through tanh units
 * @param oneUniformARow the columns of a row are compared with the same uniform number, the simulators' default, so that they
 *     tend to be missing together; else each with its own
 */
record SimulatedMissingness(Reads reads, boolean nonlinear, boolean oneUniformARow) implements GnrMechanism {

    enum Reads {
        /** The whole row. */
        GENERAL,
        /** All columns but j. */
        NO_SELF,
        /** Column j alone. */
        SELF;

        boolean reads(int column, int other) {
            return this == GENERAL || (column == other) == (this == SELF);
        }
    }

    private static final int UNITS = 50;
    private static final double BIAS_DEVIATION = 0.1;
    private static final String CELLS = ":cells";

    /** {@code linear-no-self} and the like; {@code :cells} after it for a uniform number a cell. */
    static Optional<SimulatedMissingness> named(String text) {
        boolean cells = text.endsWith(CELLS);
        String name = cells ? text.substring(0, text.length() - CELLS.length()) : text;
        return Arrays.stream(Reads.values())
                .flatMap(reads -> Stream.of(new SimulatedMissingness(reads, false, !cells),
                        new SimulatedMissingness(reads, true, !cells)))
                .filter(mechanism -> mechanism.shortName().equals(name)).findFirst();
    }

    private String shortName() {
        return (nonlinear ? "tanh-" : "linear-") + reads.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public String toString() {
        return shortName() + (oneUniformARow ? "" : CELLS);
    }

    @Override
    public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
        double[][] logits = logits(complete, new Normals(seed));
        SplittableRandom random = new SplittableRandom(seed);
        boolean[][] hidden = new boolean[logits.length][logits[0].length];
        for (int row = 0; row < hidden[0].length; row++) {
            double uniform = random.nextDouble();
            for (int c = 0; c < hidden.length; c++) {
                if (!oneUniformARow && c > 0) uniform = random.nextDouble();
                hidden[c][row] = uniform >= GnrMechanism.sigmoid(logits[c][row]);
            }
        }
        return hidden;
    }

    /** a, [columns][rows]. */
    private double[][] logits(double[][] complete, Normals normals) {
        double[][] logits = new double[complete.length][];
        double[][] common = nonlinear && reads == Reads.GENERAL ? units(complete, normals) : new double[0][];
        for (int j = 0; j < logits.length; j++) {
            int column = j;
            double[][] inputs = IntStream.range(0, complete.length).filter(other -> reads.reads(column, other))
                    .mapToObj(other -> complete[other]).toArray(double[][]::new);
            double[][] read = !nonlinear ? inputs : common.length > 0 ? common : units(inputs, normals);
            logits[j] = line(read, normals);
        }
        return logits;
    }

    private static double[][] units(double[][] inputs, Normals normals) {
        double[][] units = new double[UNITS][];
        for (int u = 0; u < UNITS; u++) {
            units[u] = line(inputs, normals);
            for (int row = 0; row < units[u].length; row++) units[u][row] = StrictMath.tanh(units[u][row]);
        }
        return units;
    }

    private static double[] line(double[][] inputs, Normals normals) {
        double[] weight = normals.next(inputs.length);
        double[] line = new double[inputs[0].length];
        Arrays.fill(line, BIAS_DEVIATION * normals.next());
        for (int i = 0; i < weight.length; i++) {
            for (int row = 0; row < line.length; row++) line[row] += weight[i] * inputs[i][row];
        }
        return line;
    }
}
