package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import dev.lacuna.models.neural.FeatureLayout;
import dev.lacuna.models.neural.Posterior;
import dev.lacuna.models.neural.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionSelectionTest {
    private static final long SEED = 29;
    private static final double[] LOADING = {2.0, 1.0, 0.5};
    private static final double STD = 0.7;

    /** Spec 10.1. */
    @Test
    void divergence_ofTwoGaussians_equalsTheGoldenNumber() {
        Posterior q = new Posterior(2, new float[] {0.1f, -0.2f}, new float[] {-0.3f, 0.2f});
        Posterior p = new Posterior(2, new float[] {9, 9, 0, 0.5f}, new float[] {9, 9, 0.1f, -0.1f});
        assertEquals(0.335380488825, Posterior.divergence(q, 0, p, 1), 1e-7, "parameters are float32");
        assertEquals(0, Posterior.divergence(q, 0, q, 0), 1e-15);
    }

    /** Spec 10.1, point net: embeddings and weights in closed form. */
    @Test
    void setEncoder_closedFormParameters_equalsTheSpecification() {
        SetEncoder encoder = new SetEncoder(2, 3, true, SetPooling.Pool.SUM, new Encoder.Layers(List.of(), Activation.RELU, 20));
        Parameters parameters = new Parameters();
        fill(parameters.add("set.embedding", 3, 2).value().data, 0.5, 1, 0.3, true);
        fill(parameters.add("set.bias", 3, 1).value().data, 0.5, 1, 0.1, false);
        fill(parameters.add("set.weight", 4, 3).value().data, 0.6, 0.5, 0.2, true);
        fill(parameters.add("set.offset", 1, 3).value().data, 0.1, 1, 0, false);
        float[] set = encoder.pooled(new Weights(parameters), FeatureLayout.uniform(3, FeatureKind.GAUSSIAN), 3,
                new float[] {0.5f, -1.2f, 0.3f, -0.7f, 0.9f, 1.1f, 1, 2, 3}, new float[] {1, 0, 1, 1, 1, 0, 0, 0, 0});
        assertArrayEquals(new float[] {0.2098074921f, 0.2768143722f, 0.2396007797f, 0.2733614749f, 0.4670377252f, 0.5099201919f,
            0, 0, 0}, set, 1e-6f);
    }

    private static void fill(float[] data, double scale, double step, double shift, boolean sine) {
        for (int i = 0; i < data.length; i++) {
            data[i] = (float) (scale * (sine ? Math.sin(step * i + shift) : Math.cos(step * i + shift)));
        }
    }

    /**
     * Columns a, b and answer follow one hidden number; noise follows nothing. Rewards were 0.46, 0.06 and 0.0002 when written.
     */
    @Test
    void rank_targetGiven_prefersTheColumnThatTellsOfIt() {
        Random random = new Random(8);
        double[][] real = new double[3][300];
        String[] binary = new String[300];
        for (int row = 0; row < 300; row++) {
            double z = random.nextGaussian();
            real[0][row] = z + 0.2 * random.nextGaussian();
            real[1][row] = z + 0.2 * random.nextGaussian();
            real[2][row] = random.nextGaussian();
            binary[row] = random.nextDouble() < 1 / (1 + Math.exp(-3 * z)) ? "yes" : "no";
        }
        Table table = Table.builder().real("a", real[0]).real("b", real[1]).real("noise", real[2]).binary("answer",
                binary).build();
        ImputationModel model = Models.imputer("pvae", Map.of("latent", "2", "encoder-layers", "16", "decoder-layers", "16",
                "set-width",
                "16", "set-embedding", "4", "steps", "600", "dropout", "0.99", "learning-rate", "0.01")).fit(table,
                FitOptions.defaults().withSeed(2));
        QuestionSelection selection = QuestionSelection.builder(model).targets(List.of("b")).build();
        Map<String, Question> questions = byColumn(selection.rank(selection.row(Map.of())).get(0));
        double noise = questions.get("noise").reward();
        assertTrue(questions.get("a").reward() > noise + 0.2, questions.toString());
        assertTrue(questions.get("answer").reward() > noise + 0.02, questions.toString());
        Question.Effect effect = questions.get("a").effects().get(0);
        assertTrue(effect.after() < 0.7 * effect.now(), effect + " " + questions);
    }

    /**
     * x_d | z ~ N(w_d z_d + b_d, s²), z ~ N(0, I): with one latent for each column the exact posterior is diagonal and linear in
     * [x·r ; r], so the model is its own oracle. What column d tells is I(z; x_d) = log(1 + w_d² / s²) / 2, and of a target t
     * only I(x_t; x_d) = 0, unless d = t.
     */
    private static LatentArchitecture.Trained linearGaussian(Table table) {
        int columns = LOADING.length;
        float[][] encoder = new float[2 * columns][2 * columns];
        float[][] head = new float[columns][columns];
        float[][] bias = {{0.3f, -0.2f, 0.1f}};
        for (int d = 0; d < columns; d++) {
            double variance = 1 / (1 + LOADING[d] * LOADING[d] / (STD * STD));
            double gain = LOADING[d] * variance / (STD * STD);
            encoder[d][d] = (float) gain;
            encoder[columns + d][d] = (float) (-bias[0][d] * gain);
            encoder[columns + d][columns + d] = (float) Math.log(variance);
            head[d][d] = (float) LOADING[d];
        }
        Encoding encoding = Encoding.fit(table);
        LatentSpec spec = new LatentSpec(FeatureLayout.uniform(columns, FeatureKind.GAUSSIAN), columns, 1,
                new MlpEncoder(new Encoder.Layers(List.of(), Activation.TANH, 10), true), new Trunk(List.of(), Activation.TANH),
                new DataHead(new DataHead.Scale.Fixed(STD)), new Prior.StandardNormal(), new Missingness.None(), Mixing.MEAN, 1,
                Bound.IMPORTANCE_WEIGHTED, false, Dropout.NONE);
        Parameters parameters = new Parameters();
        Map<String, float[][]> values = Map.of("encoder.0.weight", encoder, "encoder.0.bias", new float[1][2 * columns],
                "head.mean.weight", head, "head.mean.bias", bias);
        for (String name : List.of("encoder.0.weight", "encoder.0.bias", "head.mean.weight", "head.mean.bias")) {
            parameters.add(Parameter.of(name, new FMatrixRMaj(values.get(name))));
        }
        Weights weights = new Weights(parameters);
        return new LatentArchitecture.Trained(new LatentArchitecture.Composed(spec, new AuxiliaryColumns.None(), encoding),
                weights,
                spec.freeze(weights));
    }

    private static Table reals() {
        double missing = Double.NaN;
        return Table.builder().real("a", new double[] {-1, 1, missing, 1.5}).real("b", new double[] {-1, 1, missing, missing})
                .real("c", new double[] {-1, 1, missing, missing}).build();
    }

    @Test
    void reward_linearGaussianModel_isTheMutualInformation() {
        Table table = reals();
        List<List<Question>> ranked = QuestionSelection.builder(linearGaussian(table)).samples(20_000).seed(SEED).build().rank(table);
        assertEquals(List.of(), ranked.get(0), "nothing is missing");
        List<Question> empty = ranked.get(2);
        assertEquals(List.of("a", "b", "c"), empty.stream().map(Question::column).toList());
        for (int d = 0; d < 3; d++) {
            // Five standard errors; they are about information / sqrt(20,000).
            assertEquals(0.5 * Math.log(1 + LOADING[d] * LOADING[d] / (STD * STD)), empty.get(d).reward(),
                    5 * empty.get(d).standardError());
            assertTrue(empty.get(d).standardError() < 0.02);
        }
        assertEquals(List.of("b", "c"), ranked.get(3).stream().map(Question::column).toList());
        assertEquals(empty.get(1).reward(), ranked.get(3).get(0).reward(), 10 * empty.get(1).standardError(),
                "a does not touch b");
    }

    @Test
    void expectedAnswer_linearGaussianModel_isThePredictive() {
        Table table = reals();
        List<Question> questions = QuestionSelection.builder(linearGaussian(table)).samples(20_000).seed(SEED).build().rank(table).get(2);
        FeatureBlock block = Encoding.fit(table).blocks().get(0);
        Question.Answer.Number answer = (Question.Answer.Number) questions.get(0).expected();
        double std = Math.sqrt(4 + STD * STD);
        // Five standard errors of a mean and of a standard deviation, from 200,000 importance samples of equal weight.
        assertEquals(block.mean() + block.scale() * 0.3, answer.mean(), 5 * block.scale() * std / Math.sqrt(200_000));
        assertEquals(block.scale() * std, answer.standardDeviation(), 5 * block.scale() * std / Math.sqrt(400_000));
    }

    @Test
    void reward_withTarget_countsWhatIsSaidOfTheTargetAlone() {
        Table table = reals();
        QuestionSelection selection = QuestionSelection.builder(linearGaussian(table)).samples(2000).seed(SEED).targets(List.of("b")).build();
        Map<String, Question> questions = byColumn(selection.rank(table).get(2));
        // Both terms are the same number up to float32, draw by draw.
        assertEquals(0, questions.get("a").reward(), 1e-5);
        assertEquals(0, questions.get("c").reward(), 1e-5);
        assertEquals(0.5 * Math.log(1 + 1 / (STD * STD)), questions.get("b").reward(), 5 * questions.get("b").standardError());
        double now = Encoding.fit(table).blocks().get(1).scale() * Math.sqrt(1 + STD * STD);
        Question.Effect effect = questions.get("a").effects().get(0);
        assertEquals("b", effect.target());
        // 100,000 draws: five standard errors of a standard deviation are 1.2 %.
        assertEquals(now, effect.now(), 0.012 * now);
        assertEquals(now, effect.after(), 0.012 * now);
        assertEquals(0, questions.get("b").effects().get(0).after());
        for (Question question : selection.rank(table).get(3)) {
            assertEquals(question.column().equals("b") ? questions.get("b").reward() : 0, question.reward(), 0.2);
        }
        assertTrue(selection.rank(table.withColumn(table.column("b").completedWith(r -> 0))).get(2).stream()
                .allMatch(question -> question.reward() == 0), "the target is known, so no answer is worth anything");
    }

    private static Map<String, Question> byColumn(List<Question> questions) {
        return questions.stream().collect(Collectors.toMap(Question::column, q -> q, (a, b) -> a, HashMap::new));
    }

    private static Table mixed(int rows) {
        Random random = new Random(SEED);
        double[] income = new double[rows];
        double[] age = new double[rows];
        String[] smokes = new String[rows];
        String[] region = new String[rows];
        for (int row = 0; row < rows; row++) {
            age[row] = random.nextInt(3) == 0 ? Double.NaN : 20 + 50 * random.nextDouble();
            income[row] = random.nextInt(3) == 0 ? Double.NaN : 1000 + 30 * random.nextGaussian();
            smokes[row] = random.nextInt(3) == 0 ? "" : random.nextBoolean() ? "yes" : "no";
            region[row] = random.nextInt(3) == 0 ? "" : List.of("north", "south", "west").get(random.nextInt(3));
        }
        return Table.builder().real("income", income).binary("smokes", smokes).categorical("region", region).real("age",
                age).build();
    }

    private static ImputationModel fitted(String model, String... settings) {
        Map<String, String> chosen = new HashMap<>(Map.of("encoder-layers", "8", "decoder-layers", "8", "samples", "2", "steps",
                "60",
                "latent", "2", "batch", "16"));
        for (String setting : settings) chosen.put(setting.split("=")[0], setting.split("=")[1]);
        return Models.imputer(model, chosen).fit(mixed(60), FitOptions.defaults().withSeed(SEED).withThreads(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum", "max"})
    void incrementalEncoding_ofEveryAnswer_equalsEncodingTheWholeRow(String pooling) {
        LatentArchitecture.Trained trained = LatentArchitecture.Trained.of(fitted("pvae", "set-pooling="
                + pooling)).orElseThrow();
        FeatureLayout layout = trained.spec().layout();
        float[] values = new float[3 * layout.features()];
        float[] observed = new float[3 * layout.columns()];
        observed[layout.columns()] = 1;
        values[layout.features()] = 0.8f;
        observed[2 * layout.columns() + 2] = 1;
        values[2 * layout.features() + 3] = 1;
        AnsweredRows incremental = AnsweredRows.over(trained.spec(), trained.weights(), 3, values, observed);
        AnsweredRows whole = AnsweredRows.whole(trained.spec(), trained.weights(), values, observed);
        float[] answers = {-1.3f, 1, 0, 0, 1, 0, 0.4f};
        for (AnsweredRows rows : List.of(incremental, whole)) {
            for (int base = 0; base < 3; base++) {
                rows.add(base, 3, answers, 0);
                rows.add(base, 1, answers, 1);
                if (base != 2) rows.add(base, 2, answers, 3);
            }
            assertEquals(8, rows.size());
        }
        Posterior a = incremental.encode();
        Posterior b = whole.encode();
        // The same sums in another order: float32 rounding of numbers of size 1.
        assertArrayEquals(b.mean(), a.mean(), 2e-6f);
        assertArrayEquals(b.logVariance(), a.logVariance(), 2e-6f);
        assertEquals(0, incremental.size());
    }

    /** Drawing 0 or 1 is the published way; the exact sum is what it tends to. */
    @Test
    void binaryReward_exactSum_isTheLimitOfDraws() {
        ImputationModel model = fitted("pvae");
        Table row = QuestionSelection.builder(model).build().row(Map.of("age", "30"));
        Question exact = byColumn(QuestionSelection.builder(model).samples(4000).seed(SEED).build().rank(row).get(0)).get("smokes");
        double p = ((Question.Answer.Levels) exact.expected()).probabilities().get(1);
        LatentArchitecture.Trained trained = LatentArchitecture.Trained.of(model).orElseThrow();
        FeatureLayout layout = trained.spec().layout();
        float[] values = new float[layout.features()];
        float[] observed = new float[layout.columns()];
        values[layout.features() - 1] = trained.encoding().encode(row).values().get(0, layout.features() - 1);
        observed[layout.columns() - 1] = 1;
        Posterior now = trained.spec().encoder().encode(trained.weights(), layout, 2, 1, values, observed);
        AnsweredRows rows = AnsweredRows.whole(trained.spec(), trained.weights(), values, observed);
        Random random = new Random(SEED);
        int draws = 20_000;
        for (int s = 0; s < draws; s++) rows.add(0, 1, new float[] {random.nextDouble() < p ? 1 : 0}, 0);
        Posterior after = rows.encode();
        double sum = 0;
        double squares = 0;
        for (int s = 0; s < draws; s++) {
            double gain = Posterior.divergence(after, s, now, 0);
            sum += gain;
            squares += gain * gain;
        }
        double mean = sum / draws;
        double error = Math.sqrt((squares / draws - mean * mean) / draws);
        assertEquals(mean, exact.reward(), 5 * error + 1e-6, "five standard errors of the drawn form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pvae", "notmiwae", "gnr", "miwae"})
    void rank_permutedRowsColumnsAndSplits_changesNoBit(String name) {
        Table table = mixed(12);
        QuestionSelection selection = QuestionSelection.builder(fitted(name)).samples(20).seed(SEED).targets(List.of("region")).build();
        List<List<Question>> ranked = selection.rank(table);
        int[] order = {7, 3, 11, 0, 5, 1, 2, 4, 6, 8, 9, 10};
        List<List<Question>> permuted = selection.rank(table.rows(order).select("age", "region", "smokes", "income"));
        for (int i = 0; i < order.length; i++) assertEquals(ranked.get(order[i]), permuted.get(i));
        List<List<Question>> split = new ArrayList<>(selection.rank(table.rows(0, 5)));
        split.addAll(selection.rank(table.rows(5, 12)));
        assertEquals(ranked, split);
        for (int row = 0; row < 12; row++) {
            int missing = 0;
            for (String column : table.schema().names()) missing += table.column(column).observed(row) ? 0 : 1;
            assertEquals(missing, ranked.get(row).size());
        }
    }

    @Test
    void rank_fewCandidates_equalsTheSameOfAll() {
        ImputationModel model = fitted("pvae");
        Table nothing = QuestionSelection.builder(model).build().row(Map.of());
        List<Question> all = QuestionSelection.builder(model).samples(30).build().rank(nothing).get(0);
        List<Question> one = QuestionSelection.builder(model).samples(30).candidates(List.of("smokes")).build().rank(nothing).get(0);
        assertEquals(List.of(byColumn(all).get("smokes")), one);
        assertEquals(4, all.size());
        double[] rewards = all.stream().mapToDouble(Question::reward).toArray();
        for (int i = 1; i < rewards.length; i++) assertTrue(rewards[i - 1] >= rewards[i], Arrays.toString(rewards));
        Table part = mixed(6).withoutColumns("income");
        assertTrue(QuestionSelection.builder(model).build().rank(part).stream().allMatch(row ->
                byColumn(row).containsKey("income")));
    }

    @Test
    void builder_whatDoesNotFit_isNamed() {
        ImputationModel forest = Models.imputer("mean", Map.of()).fit(mixed(20));
        IllegalArgumentException noLatent = assertThrows(IllegalArgumentException.class, () -> QuestionSelection.builder(forest));
        assertTrue(noLatent.getMessage().contains("'mean'") && noLatent.getMessage().contains("pvae"), noLatent.getMessage());
        QuestionSelection.Builder builder = QuestionSelection.builder(fitted("miwae"));
        assertTrue(assertThrows(InputException.class, () ->
                builder.targets(List.of("zap")).build()).getMessage().contains("income"));
        QuestionSelection selection = builder.targets(List.of()).build();
        for (Map<String, String> wrong : List.of(Map.of("zap", "1"), Map.of("age", "old"), Map.of("region", "east"))) {
            assertThrows(InputException.class, () -> selection.row(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> builder.samples(1));
    }
}
