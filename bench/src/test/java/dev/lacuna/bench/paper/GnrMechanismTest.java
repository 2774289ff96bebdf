package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.bench.paper.GnrMechanism.Holed;
import dev.lacuna.bench.paper.SimulatedMissingness.Reads;
import dev.lacuna.bench.paper.SyntheticData.Normals;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GnrMechanismTest {
    private static final int ROWS = 20_000;
    private static final long SEED = 11;
    /** Four binomial standard deviations of a rate over {@link #ROWS} cells: 4 sqrt(.25 / 20000). */
    private static final double RATE = 0.0142;

    private final double[] cause = new Normals(1).next(ROWS);
    private final double[][] table = {standard(2), standard(3), standard(4), standard(5)};

    private static double[] standard(long seed) {
        return new Normals(seed).next(ROWS);
    }

    @Test
    void p1_hidesExactlyWhatIsAboveTheMean() {
        boolean[][] hidden = hidden("hard");
        for (int row = 0; row < ROWS; row++) assertEquals(table[0][row] > 0, hidden[0][row]);
        assertSecondHalfIsSeen(hidden);
    }

    @Test
    void p2_hidesTheShareOfWhatIsAboveTheCutoff_andNothingBelow() {
        for (GnrMechanism mechanism : GnrMechanism.named("p2")) {
            GnrMechanism.Above above = (GnrMechanism.Above) mechanism;
            boolean[][] hidden = mechanism.hidden(table, cause, SEED);
            double expected = 0;
            for (int row = 0; row < ROWS; row++) {
                assertFalse(hidden[1][row] && table[1][row] <= above.offset(), mechanism.toString());
                expected += table[1][row] > above.offset() ? above.probability() / ROWS : 0;
            }
            assertEquals(expected, share(hidden[1]), RATE, mechanism.toString());
            assertSecondHalfIsSeen(hidden);
        }
        assertEquals(List.of(.1, .3, .5, .7, .9, 1., 1., 1., 1., 1.), GnrMechanism.named("p2").stream()
                .map(mechanism -> ((GnrMechanism.Above) mechanism).probability()).toList());
    }

    @Test
    void p3AndP4_hideWithTheLogisticProbabilityOfValueOrCause() {
        double[][] nearOne = new double[4][];
        Arrays.fill(nearOne, constant(1));
        // sigmoid(2 (1 - 0.5)) is hidden; with z = 1, sigmoid(-(-1.5 + 0.25)).
        assertEquals(GnrMechanism.sigmoid(1), share(one("logistic:2:0.5").hidden(nearOne, cause, SEED)[0]), RATE);
        assertEquals(GnrMechanism.sigmoid(1.25), share(one("latent:-1.5:0.25").hidden(table, constant(1), SEED)[0]), RATE);
        assertSecondHalfIsSeen(hidden("logistic"));
        assertSecondHalfIsSeen(hidden("latent"));
    }

    @Test
    void p5_ownValueDecidesOnlyWhereTheColumnReadsItself() {
        double[][] moved = Columns.copy(table);
        moved[2] = standard(99);
        for (GnrMechanism mechanism : GnrMechanism.named("p5")) {
            Reads reads = ((SimulatedMissingness) mechanism).reads();
            boolean[][] before = mechanism.hidden(table, cause, SEED);
            boolean[][] after = mechanism.hidden(moved, cause, SEED);
            for (int c = 0; c < table.length; c++) {
                boolean depends = reads.reads(c, 2);
                assertEquals(depends, !Arrays.equals(before[c], after[c]), mechanism + " column " + c);
                assertTrue(share(before[c]) > .05 && share(before[c]) < .95, mechanism.toString());
            }
        }
    }

    /** With the same uniform number a row, of two columns the one with the smaller P(observed) is never seen alone. */
    @Test
    void p5_uniformNumberOfARow_isSharedUnlessEachCellHasItsOwn() {
        double[][] same = new double[4][];
        Arrays.fill(same, constant(0));
        boolean[][] shared = one("linear-general").hidden(same, cause, SEED);
        boolean[][] own = one("linear-general:cells").hidden(same, cause, SEED);
        assertTrue(nested(shared));
        assertFalse(nested(own));
        // P(observed) = sigmoid(b) with b ~ N(0, 0.01): four deviations of b are within .1 of a half.
        for (int c = 0; c < 4; c++) {
            assertEquals(.5, share(shared[c]), .1 + RATE);
            assertEquals(share(shared[c]), share(own[c]), 2 * RATE);
        }
    }

    @Test
    void hide_rowsThatLoseEveryCell_areDroppedAndTheRestIsKept() {
        GnrMechanism mechanism = one("tanh-general");
        boolean[][] hidden = mechanism.hidden(table, cause, SEED);
        Holed holed = mechanism.hide(table, cause, SEED);
        int next = 0;
        for (int row = 0; row < ROWS; row++) {
            int at = row;
            if (Stream.of(hidden).allMatch(column -> column[at])) continue;
            for (int c = 0; c < 4; c++) {
                assertEquals(table[c][row], holed.complete()[c][next]);
                assertEquals(hidden[c][row] ? Double.NaN : table[c][row], holed.holed()[c][next]);
            }
            next++;
        }
        assertEquals(next, holed.complete()[0].length);
        assertTrue(next < ROWS);
    }

    @Test
    void control_hidesAsManyCellsOfEachColumn_whateverTheValues() {
        boolean[][] hard = hidden("hard");
        boolean[][] control = hidden("control:hard");
        int above = 0;
        for (int row = 0; row < ROWS; row++) above += control[0][row] && table[0][row] > 0 ? 1 : 0;
        for (int c = 0; c < 4; c++) assertEquals(share(hard[c]), share(control[c]));
        // Half of the values above are hidden and half of all: a quarter of the rows.
        assertEquals(.25, above / (double) ROWS, RATE);
        assertEquals(.5, share(hidden("mcar:0.5")[1]), RATE);
    }

    @Test
    void named_everyMechanism_readsItsOwnName() {
        Stream.concat(GnrMechanism.USUAL.stream(), Stream.of("p1", "p2", "p3", "p4", "p5", "control:tanh-self:cells")
                .flatMap(name -> GnrMechanism.named(name).stream()))
                .forEach(mechanism -> assertEquals(List.of(mechanism), GnrMechanism.named(mechanism.toString())));
        String message = assertThrows(IllegalArgumentException.class, () -> GnrMechanism.named("above:x")).getMessage();
        assertTrue(message.contains("above:x") && message.contains("allowed"), message);
    }

    @Test
    void hide_sameSeed_isRepeated() {
        assertArrayEquals(hidden("tanh-no-self"), hidden("tanh-no-self"));
    }

    private boolean[][] hidden(String name) {
        return one(name).hidden(table, cause, SEED);
    }

    private static GnrMechanism one(String name) {
        return GnrMechanism.named(name).get(0);
    }

    private static boolean nested(boolean[][] hidden) {
        for (int a = 0; a < hidden.length; a++) {
            for (int b = 0; b < a; b++) {
                boolean onlyA = false;
                boolean onlyB = false;
                for (int row = 0; row < ROWS; row++) {
                    onlyA |= hidden[a][row] && !hidden[b][row];
                    onlyB |= hidden[b][row] && !hidden[a][row];
                }
                if (onlyA && onlyB) return false;
            }
        }
        return true;
    }

    private static void assertSecondHalfIsSeen(boolean[][] hidden) {
        assertTrue(share(hidden[0]) > 0);
        assertEquals(0, share(hidden[2]) + share(hidden[3]));
    }

    private static double share(boolean[] hidden) {
        int count = 0;
        for (boolean cell : hidden) count += cell ? 1 : 0;
        return count / (double) hidden.length;
    }

    private static double[] constant(double value) {
        double[] column = new double[ROWS];
        Arrays.fill(column, value);
        return column;
    }
}
