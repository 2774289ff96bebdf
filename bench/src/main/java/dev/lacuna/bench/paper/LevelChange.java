package dev.lacuna.bench.paper;

import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.latent.Question;
import dev.lacuna.models.latent.QuestionSelection;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the difficulty of the next question changes after a right and after a wrong answer, when the model chooses the questions
 * (Ma and Zhang 2021, section 6.3). A sound model asks something harder after a right answer. The paper's scale of difficulty is
 * unpublished: here it is the decile, 0 to 9, of the share of wrong answers in training.
 */
final class LevelChange {
    private final Table training;
    private final int[] level;

    /** @param training column 0 is side information, the others binary questions */
    LevelChange(Table training) {
        this.training = training;
        int questions = training.columnCount() - 1;
        double[] wrong = new double[questions];
        for (int q = 0; q < questions; q++) wrong[q] = 1 - Columns.mean(Columns.numbers(training.column(q + 1)));
        level = new int[questions];
        for (int q = 0; q < questions; q++) {
            double easier = 0;
            for (double other : wrong) easier += other < wrong[q] ? 1 : 0;
            level[q] = (int) (10 * easier / questions);
        }
    }

    /** Sums over students and steps after right and wrong answers: {@code n1, sum1, squares1, n0, sum0, squares0}. */
    Map<String, Double> ask(ImputationModel model, Table students, int steps, int samples, long seed) {
        QuestionSelection selection = QuestionSelection.builder(model).samples(samples).seed(seed).build();
        BitSet[] unknown = new BitSet[students.columnCount()];
        Arrays.setAll(unknown, c -> new BitSet());
        for (int c = 1; c < unknown.length; c++) unknown[c].set(0, students.rows());
        int[] last = new int[students.rows()];
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int step = 0; step <= steps; step++) {
            List<List<Question>> ranked = selection.rank(students.hiding(Cells.of(students.rows(), unknown)));
            for (int student = 0; student < last.length; student++) {
                int next = training.columnIndex(ranked.get(student).get(0).column());
                if (step > 0) {
                    boolean right = students.column(last[student]).number(student) > 0;
                    add(sums, right ? "1" : "0", level[next - 1] - level[last[student] - 1]);
                }
                unknown[next].clear(student);
                last[student] = next;
            }
        }
        return sums;
    }

    private static void add(Map<String, Double> sums, String group, double change) {
        sums.merge("n" + group, 1.0, Double::sum);
        sums.merge("sum" + group, change, Double::sum);
        sums.merge("squares" + group, change * change, Double::sum);
    }
}
