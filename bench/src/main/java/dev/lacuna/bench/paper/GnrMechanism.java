package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.SimulatedMissingness.Reads;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What hides cells in the comparison of GNR with its kin. GNR's own mechanisms are not known; these are those of its relatives,
 * on standardised columns: not-MIWAE's (P1, P2), logistic self-masking (P3), a hidden cause (P4), each on the first half of the
 * columns, and IM-IWAE's simulators (P5) on all columns. {@link #toString} is the name that {@link #named} reads.
 */
sealed interface GnrMechanism permits GnrMechanism.Above, GnrMechanism.Logistic, GnrMechanism.Latent, GnrMechanism.AtRandom,
        GnrMechanism.Control, SimulatedMissingness {

    /** P1 to P5 in their standard setting and cells at random: what runs when none is named. */
    List<GnrMechanism> USUAL = List.of(new Above(1, 0), new Above(.5, 0), new Logistic(3, 0), new Latent(-3, 0),
            new SimulatedMissingness(Reads.GENERAL, false, true), new SimulatedMissingness(Reads.NO_SELF, false, true),
            new SimulatedMissingness(Reads.SELF, false, true), new AtRandom(.5));

    String NAMES = "p1 to p5 for a whole family; hard, above:Q[:OFFSET], logistic[:W[:B]], latent[:A[:C]],"
            + " linear- or tanh- with general, no-self or self, and :cells after it, mcar[:RATE], control:NAME";

    /**
     * The cells of a table that are hidden.
     *
     * @param complete [columns][rows], standardised
     * @param cause z of each row, standardised; what drives P4
     * @return [columns][rows], true where hidden
     */
    boolean[][] hidden(double[][] complete, double[] cause, long seed);

    /**
     * @param complete [columns][rows left]
     * @param holed the same, NaN where hidden
     */
    record Holed(double[][] complete, double[][] holed) {}

    /** The table with NaN where hidden; rows that lose every cell are dropped, as IM-IWAE's simulators do. */
    default Holed hide(double[][] complete, double[] cause, long seed) {
        boolean[][] hidden = hidden(complete, cause, seed);
        int[] left = IntStream.range(0, complete[0].length)
                .filter(row -> Stream.of(hidden).anyMatch(column -> !column[row])).toArray();
        double[][] kept = Columns.rows(complete, left);
        double[][] holed = Columns.copy(kept);
        for (int c = 0; c < holed.length; c++) {
            for (int i = 0; i < left.length; i++) {
                if (hidden[c][left[i]]) holed[c][i] = Double.NaN;
            }
        }
        return new Holed(kept, holed);
    }

    /** P1 and P2: a value above mean + offset standard deviations is hidden with a probability; P1 is 1 and 0. */
    record Above(double probability, double offset) implements GnrMechanism {
        @Override
        public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
            return firstHalf(complete, seed, (x, z) -> x > offset ? probability : 0, cause);
        }

        @Override
        public String toString() {
            return probability == 1 && offset == 0 ? "hard" : "above:" + probability + ":" + offset;
        }
    }

    /** P3: P(observed) = sigmoid(-W (x - b)). */
    record Logistic(double slope, double centre) implements GnrMechanism {
        @Override
        public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
            return firstHalf(complete, seed, (x, z) -> sigmoid(slope * (x - centre)), cause);
        }

        @Override
        public String toString() {
            return "logistic:" + slope + ":" + centre;
        }
    }

    /** P4: P(observed) = sigmoid(A z + c), z the generator's hidden variable. */
    record Latent(double slope, double offset) implements GnrMechanism {
        @Override
        public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
            return firstHalf(complete, seed, (x, z) -> sigmoid(-(slope * z + offset)), cause);
        }

        @Override
        public String toString() {
            return "latent:" + slope + ":" + offset;
        }
    }

    /** Cells of the first half of the columns, each with the same probability. */
    record AtRandom(double rate) implements GnrMechanism {
        @Override
        public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
            return firstHalf(complete, seed, (x, z) -> rate, cause);
        }

        @Override
        public String toString() {
            return "mcar:" + rate;
        }
    }

    /** As many cells of each column as another mechanism hides there, chosen at random: what its rate alone does. */
    record Control(GnrMechanism of) implements GnrMechanism {
        @Override
        public boolean[][] hidden(double[][] complete, double[] cause, long seed) {
            boolean[][] hidden = of.hidden(complete, cause, seed);
            // Another stream than the mechanism's own.
            SplittableRandom random = new SplittableRandom(~seed);
            for (boolean[] column : hidden) {
                for (int row = column.length - 1; row > 0; row--) {
                    int other = random.nextInt(row + 1);
                    boolean swapped = column[row];
                    column[row] = column[other];
                    column[other] = swapped;
                }
            }
            return hidden;
        }

        @Override
        public String toString() {
            return "control:" + of;
        }
    }

    /** The mechanisms of a family (P2: the probabilities .1 to 1, then offsets to one deviation) or the one of a name. */
    static List<GnrMechanism> named(String name) {
        String text = name.toLowerCase(Locale.ROOT);
        return switch (text) {
            case "p1" -> List.of(new Above(1, 0));
            case "p2" -> Stream.concat(Stream.of(.1, .3, .5, .7, .9, 1.).map(q -> new Above(q, 0)),
                    Stream.of(.25, .5, .75, 1.).map(offset -> new Above(1, offset))).map(GnrMechanism.class::cast).toList();
            case "p3" -> List.of(new Logistic(3, 0));
            case "p4" -> List.of(new Latent(-3, 0));
            case "p5" -> Stream.of(false, true).flatMap(nonlinear -> Stream.of(Reads.values())
                    .map(reads -> (GnrMechanism) new SimulatedMissingness(reads, nonlinear, true))).toList();
            default -> List.of(text.startsWith("control:") ? new Control(one(text.substring(8))) : one(text));
        };
    }

    private static GnrMechanism one(String text) {
        String[] parts = text.split(":");
        return switch (parts[0]) {
            case "hard" -> new Above(1, 0);
            case "above" -> new Above(number(text, parts, 1, .5), number(text, parts, 2, 0));
            case "logistic" -> new Logistic(number(text, parts, 1, 3), number(text, parts, 2, 0));
            case "latent" -> new Latent(number(text, parts, 1, -3), number(text, parts, 2, 0));
            case "mcar" -> new AtRandom(number(text, parts, 1, .5));
            default -> SimulatedMissingness.named(text).orElseThrow(() -> unknown(text));
        };
    }

    private static double number(String text, String[] parts, int index, double otherwise) {
        try {
            return index < parts.length ? Double.parseDouble(parts[index]) : otherwise;
        } catch (NumberFormatException notANumber) {
            throw unknown(text);
        }
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("mechanism '" + text + "', allowed " + NAMES);
    }

    /** P(hidden) of a cell. */
    @FunctionalInterface
    interface CellProbability {
        double of(double x, double cause);
    }

    private static boolean[][] firstHalf(double[][] complete, long seed, CellProbability probability, double[] cause) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[][] hidden = new boolean[complete.length][cause.length];
        for (int c = 0; c < complete.length / 2; c++) {
            for (int row = 0; row < cause.length; row++) {
                hidden[c][row] = random.nextDouble() < probability.of(complete[c][row], cause[row]);
            }
        }
        return hidden;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
