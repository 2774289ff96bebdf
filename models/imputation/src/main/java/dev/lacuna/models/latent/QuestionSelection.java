package dev.lacuna.models.latent;

import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.random.RowKeys;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which missing column of a row to ask for next: the one whose answer is expected to tell most.
 *
 * <pre>
 * R(i | x_o) = E_{x_i ~ p(x_i | x_o)} KL[q(z | x_i, x_o) || q(z | x_o)]
 *              - E_{x_i, x_t} KL[q(z | x_i, x_t, x_o) || q(z | x_t, x_o)]
 * </pre>
 *
 * The second expectation belongs to target columns t, what the questions are for; without targets it is left out and the reward
 * is what an answer tells about the row as a whole. Source: Ma et al., EDDI, ICML 2019, equation 7; GINA, appendix I.
 *
 * <p>The first expectation is exact for binary and categorical columns, a sum over the answers weighted by their probability;
 * real answers are averaged over draws. Deviations: (1) answers are drawn from p(x_i | x_o) by importance resampling and with the
 * noise of the data head, the published code takes the decoder's means at z ~ q; (2) log-variances are clamped as in training,
 * the published code leaves them here. Missingness plays no part: a question that was not asked is no refusal to answer.
 */
public final class QuestionSelection {
    private final LatentModel model;

    private QuestionSelection(LatentModel model) {
        this.model = model;
    }

    /** @throws IllegalArgumentException where the model has no latent variable whose knowledge could be measured */
    public static QuestionSelection of(ImputationModel model) {
        if (model instanceof LatentModel latent && latent.trained().isPresent()) return new QuestionSelection(latent);
        throw new IllegalArgumentException("model " + model.name() + " cannot rank questions; " + LatentModels.names() + " can");
    }

    /**
     * A column that could be asked for.
     *
     * @param reward expected information in nats; comparable between the questions of one row
     * @param expected [features of the column] what the answer is expected to be: a standardised mean, or probabilities of levels
     */
    public record Question(String column, double reward, float[] expected) {}

    /**
     * The missing columns of one row that are no targets, the most telling first.
     *
     * @param targets names of the columns that the answers are for; may be empty
     * @param draws completions that expectations average over, at least 1; the papers take 50 to 100
     * @throws dev.lacuna.engine.InputException where a target is not a modelled column, or the table does not fit the model
     */
    public List<Question> rank(Table table, int row, List<String> targets, int draws, ImputeOptions options) {
        Encoded encoded = model.encoding().encode(table.rows(row, row + 1), options.unseenLevels());
        return rank(new Row(encoded, new AuxiliaryColumns.Named(targets).columns(model.encoding()), draws, options));
    }

    /** One row, what is known of it and completions of the rest. */
    private final class Row {
        final LatentSpec spec;
        final Weights weights;
        final float[] values;
        final float[] observed;
        final int[] targets;
        final SamplingResult completions;
        final Posterior known;

        Row(Encoded encoded, int[] targets, int draws, ImputeOptions options) {
            LatentModel.Trained trained = model.trained().orElseThrow();
            spec = trained.spec();
            weights = trained.weights();
            values = encoded.values().data;
            observed = encoded.observed().data;
            this.targets = targets;
            known = spec.encoder().encode(weights, spec.layout(), spec.latent(), 1, values, observed);
            SamplingRequest request = SamplingRequest.builder(1).posterior(known.mean(), known.logVariance())
                    .prior(spec.prior().freeze(weights, spec.latent(), 1, model.auxiliary(encoded).data)).values(values, observed)
                    .noise(new Noise.Keyed(options.seed(), RowKeys.of(encoded.values(), encoded.observed())))
                    .samples(options.samples()).draws(draws).threads(1).build();
            completions = ImportanceSampler.cpu().sample(spec.freezeWithoutMissingness(weights), request);
        }

        boolean isTarget(int column) {
            return IntStream.of(targets).anyMatch(target -> target == column);
        }
    }

    private List<Question> rank(Row row) {
        List<FeatureBlock> candidates = new ArrayList<>();
        for (FeatureBlock block : model.encoding().blocks()) {
            if (row.observed[block.column()] == 0 && !row.isTarget(block.column())) candidates.add(block);
        }
        double[] rewards = informationAboutRow(row, candidates);
        if (row.targets.length > 0 && !candidates.isEmpty()) {
            double[] elsewhere = informationBeyondTargets(row, candidates);
            for (int i = 0; i < rewards.length; i++) rewards[i] -= elsewhere[i];
        }
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            questions.add(new Question(candidates.get(i).name(), rewards[i], features(candidates.get(i),
                    row.completions.expected())));
        }
        questions.sort(Comparator.comparingDouble(Question::reward).reversed());
        return questions;
    }

    /** E KL[q(z | x_i, x_o) || q(z | x_o)] for each candidate, all answers of all candidates in one batch. */
    private double[] informationAboutRow(Row row, List<FeatureBlock> candidates) {
        Answers answers = new Answers();
        for (int i = 0; i < candidates.size(); i++) addAnswers(row, candidates.get(i), i, answers);
        return answers.expectedDivergence(row, row.values, row.observed, row.known, candidates.size());
    }

    /** Discrete answers with their probabilities, real ones as drawn. */
    private void addAnswers(Row row, FeatureBlock block, int candidate, Answers answers) {
        float[] expected = features(block, row.completions.expected());
        FeatureKind kind = row.spec.layout().kind(block.firstFeature());
        if (kind == FeatureKind.BERNOULLI) {
            answers.add(candidate, block, new float[] {1}, expected[0]);
            answers.add(candidate, block, new float[] {0}, 1 - expected[0]);
        } else if (kind == FeatureKind.CATEGORICAL) {
            for (int level = 0; level < block.width(); level++) {
                float[] oneHot = new float[block.width()];
                oneHot[level] = 1;
                answers.add(candidate, block, oneHot, expected[level]);
            }
        } else {
            List<float[]> draws = row.completions.draws();
            for (float[] draw : draws) answers.add(candidate, block, features(block, draw), 1.0 / draws.size());
        }
    }

    /** E KL[q(z | x_i, x_t, x_o) || q(z | x_t, x_o)], over completions that draw x_t and x_i together. */
    private double[] informationBeyondTargets(Row row, List<FeatureBlock> candidates) {
        double[] sums = new double[candidates.size()];
        List<float[]> draws = row.completions.draws();
        for (float[] draw : draws) {
            float[] values = row.values.clone();
            float[] observed = row.observed.clone();
            for (int target : row.targets) {
                FeatureBlock block = model.encoding().blocks().get(target);
                System.arraycopy(draw, block.firstFeature(), values, block.firstFeature(), block.width());
                observed[target] = 1;
            }
            Posterior known = row.spec.encoder().encode(row.weights, row.spec.layout(), row.spec.latent(), 1, values, observed);
            Answers answers = new Answers();
            for (int i = 0; i < candidates.size(); i++) {
                answers.add(i, candidates.get(i), features(candidates.get(i), draw), 1.0 / draws.size());
            }
            double[] part = answers.expectedDivergence(row, values, observed, known, sums.length);
            for (int i = 0; i < sums.length; i++) sums[i] += part[i];
        }
        return sums;
    }

    private static float[] features(FeatureBlock block, float[] row) {
        return Arrays.copyOfRange(row, block.firstFeature(), block.firstFeature() + block.width());
    }

    /** Possible answers, each with the weight that it has in its candidate's expectation. */
    private static final class Answers {
        private final List<Integer> candidates = new ArrayList<>();
        private final List<Integer> columns = new ArrayList<>();
        private final List<float[]> features = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        void add(int candidate, FeatureBlock block, float[] answer, double weight) {
            candidates.add(candidate);
            columns.add(block.column());
            features.add(answer);
            weights.add(weight);
        }

        double[] expectedDivergence(Row row, float[] values, float[] observed, Posterior known, int count) {
            double[] expected = new double[count];
            if (columns.isEmpty()) return expected;
            Posterior answered = row.spec.encoder().encodeAnswers(row.weights, row.spec.layout(), row.spec.latent(), values,
                    observed, columns.stream().mapToInt(Integer::intValue).toArray(), features.toArray(float[][]::new));
            for (int j = 0; j < weights.size(); j++) {
                expected[candidates.get(j)] += weights.get(j) * Posterior.divergence(answered, j, known, 0);
            }
            return expected;
        }
    }
}
