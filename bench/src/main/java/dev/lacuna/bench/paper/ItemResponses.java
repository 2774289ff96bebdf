package dev.lacuna.bench.paper;

import dev.lacuna.bench.paper.SyntheticData.Normals;
import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.table.TableBuilder;
import java.util.BitSet;
import java.util.SplittableRandom;

/**
 * Answers of students to questions, with known truth, as a stand-in for Eedi whose data are not free to pass on.
 *
 * <pre>
 * u ~ N(0, 1),   ability = 0.8 u + 0.6 N(0, 1),   P(right) = sigmoid(exp(0.3 N) (ability - difficulty)),   difficulty ~ N(0, 1)
 * P(answered) = sigmoid(-1 + 2 (right - 0.5) + 0.7 ability)
 * </pre>
 *
 * u is side information that is always known (Eedi: who the student is). Who would be right answers more often, so what is seen
 * is better than what is.
 *
 * @param complete column {@code side} and one binary column {@code q1}, ... for each question
 * @param holed the same with unanswered questions missing
 * @param probability [questions][students], P(right)
 */
record ItemResponses(Table complete, Table holed, double[][] probability) {

    static ItemResponses of(int students, int questions, long seed) {
        Normals normals = new Normals(seed);
        SplittableRandom random = new SplittableRandom(~seed);
        double[] difficulty = normals.next(questions);
        double[] slope = normals.next(questions);
        double[] side = normals.next(students);
        double[] ability = normals.next(students);
        for (int s = 0; s < students; s++) ability[s] = 0.8 * side[s] + 0.6 * ability[s];
        double[][] probability = new double[questions][students];
        BitSet[] hidden = new BitSet[questions + 1];
        hidden[0] = new BitSet();
        TableBuilder table = Table.builder().real("side", side);
        for (int q = 0; q < questions; q++) {
            String[] answers = new String[students];
            hidden[q + 1] = new BitSet();
            for (int s = 0; s < students; s++) {
                probability[q][s] = sigmoid(StrictMath.exp(0.3 * slope[q]) * (ability[s] - difficulty[q]));
                int right = random.nextDouble() < probability[q][s] ? 1 : 0;
                answers[s] = Integer.toString(right);
                hidden[q + 1].set(s, random.nextDouble() > sigmoid(-1 + 2 * (right - 0.5) + 0.7 * ability[s]));
            }
            table.binary("q" + (q + 1), answers);
        }
        Table complete = table.build();
        return new ItemResponses(complete, complete.hiding(Cells.of(students, hidden)), probability);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
