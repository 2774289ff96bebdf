package dev.lacuna.models.latent;

import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.encode.FeatureKind;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.neural.Posterior;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The questions to one row; see {@link QuestionSelection} for the formula. */
final class QuestionRow {
    /** Importance samples for each completion that is drawn from them. */
    private static final int PROPOSALS = 10;
    /** Rows that are encoded in one go: a bound for memory, [rows x E] floats where the encoder reads whole rows. */
    private static final int BATCH = 4096;
    /**
     * Draws of z after each drawn answer, for the targets' uncertainty. The error of a variance averages out over the S answers;
     * an entropy is low by 1 / INNER or less.
     */
    private static final int INNER = 50;

    private final Schema schema;
    private final LatentSpec spec;
    private final AnswerModel decoder;
    private final List<FeatureBlock> targets;
    private final boolean targeted;
    private final int samples;
    private final long seed;
    private final long key;

    /** The row as it is, one base; with the S drawn targets, S bases. */
    private final AnsweredRows answered;
    private final AnsweredRows withTargets;
    private final Posterior now;
    private final Posterior nowWithTargets;
    /** p(x | x_o): expected values and, [S x E], completions. */
    private final SamplingResult completions;
    private final float[] drawn;
    /** The targets' uncertainty as the row is. */
    private final double[] uncertainNow;

    /**
     * @param values [E], zero where missing
     * @param observed [D]
     * @param prior p(z | u)
     * @param targets those that the row does not have
     * @param targeted whether targets were named; if the row has them all, no answer is worth anything
     */
    QuestionRow(LatentArchitecture.Trained trained, float[] values, float[] observed, LatentPrior prior,
            List<FeatureBlock> targets, boolean targeted, int samples, long seed, long key) {
        schema = trained.encoding().schema();
        this.targets = targets;
        this.targeted = targeted;
        this.samples = samples;
        this.seed = seed;
        this.key = key;
        spec = trained.spec();
        decoder = new AnswerModel(spec.layout(), trained.network());
        now = spec.encoder().encode(trained.weights(), spec.layout(), spec.latent(), 1, values, observed);
        completions = ImportanceSampler.cpu().sample(spec.freezeWithoutMissingness(trained.weights()), SamplingRequest.builder(1)
                .posterior(now.mean(), now.logVariance()).prior(prior).values(values, observed)
                .noise(new Noise.Keyed(seed, new long[] {key})).samples(PROPOSALS * samples).draws(samples).build());
        int features = spec.layout().features();
        drawn = new float[samples * features];
        for (int s = 0; s < samples; s++) System.arraycopy(completions.draws().get(s), 0, drawn, s * features, features);
        answered = AnsweredRows.over(spec, trained.weights(), 1, values, observed);
        float[] filled = repeat(values);
        float[] present = repeat(observed);
        for (FeatureBlock target : targets) {
            for (int s = 0; s < samples; s++) {
                present[s * observed.length + target.column()] = 1;
                System.arraycopy(drawn, s * features + target.firstFeature(), filled, s * features + target.firstFeature(),
                        target.width());
            }
        }
        withTargets = AnsweredRows.over(spec, trained.weights(), samples, filled, present);
        nowWithTargets = spec.encoder().encode(trained.weights(), spec.layout(), spec.latent(), samples, filled, present);
        uncertainNow = uncertainNow();
    }

    /**
     * Measured as what an answer leaves is, from q and as many draws, so that the difference is the answer's and not the
     * measure's.
     */
    private double[] uncertainNow() {
        if (targets.isEmpty()) return new double[0];
        int draws = samples * INNER;
        AnswerModel.Predictions many = decoder.predict(draws, latents(now, 0, normals("question latent now", draws), 0, draws));
        return targets.stream().mapToDouble(target -> uncertainty(target, many, draws)).toArray();
    }

    private float[] repeat(float[] row) {
        float[] rows = new float[samples * row.length];
        for (int s = 0; s < samples; s++) System.arraycopy(row, 0, rows, s * row.length, row.length);
        return rows;
    }

    /** z = mean + std eps, [draws x H], eps from row {@code from} of the normals on. */
    private float[] latents(Posterior posterior, int row, float[] normals, int from, int draws) {
        int latent = spec.latent();
        float[] z = new float[draws * latent];
        for (int h = 0; h < latent; h++) {
            float mean = posterior.mean()[row * latent + h];
            float std = (float) StrictMath.exp(0.5 * posterior.logVariance()[row * latent + h]);
            for (int s = 0; s < draws; s++) z[s * latent + h] = mean + std * normals[(from + s) * latent + h];
        }
        return z;
    }

    /** Standard normal [draws x H]. */
    private float[] normals(String purpose, int draws) {
        float[] out = new float[draws * spec.latent()];
        Kernels.get().normal(Philox.key(seed, purpose), key, 0, out, 0, out.length);
        return out;
    }

    List<Question> rank(List<FeatureBlock> candidates) {
        List<Question> questions = new ArrayList<>();
        int from = 0;
        while (from < candidates.size()) {
            int to = from;
            int firstRows = 0;
            int secondRows = 0;
            while (to < candidates.size() && (to == from || Math.max(firstRows, secondRows) < BATCH)) {
                firstRows += answers(candidates.get(to));
                secondRows += discounted(candidates.get(to)) ? samples : 0;
                to++;
            }
            questions.addAll(value(candidates.subList(from, to)));
            from = to;
        }
        questions.sort(Comparator.comparingDouble(Question::reward).reversed());
        return questions;
    }

    /** How many answers stand for the expectation: the levels of a discrete column, else one draw for each sample. */
    private int answers(FeatureBlock block) {
        return decoder.discrete(block.firstFeature()) ? probabilities(block).length : samples;
    }

    /** Of each level of a discrete column given x_o; of a binary one, of 0 and of 1. */
    private double[] probabilities(FeatureBlock block) {
        float[] expected = completions.expected();
        if (block.kind() == FeatureKind.BINARY) return new double[] {1.0 - expected[block.firstFeature()],
                expected[block.firstFeature()]};
        double[] probabilities = new double[block.width()];
        Arrays.setAll(probabilities, level -> expected[block.firstFeature() + level]);
        return probabilities;
    }

    /** Whether the second term counts: not where all is a target, nor for a target itself. */
    private boolean discounted(FeatureBlock block) {
        return targeted && !targets.contains(block);
    }

    private List<Question> value(List<FeatureBlock> candidates) {
        for (FeatureBlock block : candidates) ask(block);
        Posterior after = answered.encode();
        Posterior afterWithTargets = withTargets.size() == 0 ? nowWithTargets : withTargets.encode();
        List<Question> questions = new ArrayList<>();
        int first = 0;
        int second = 0;
        for (FeatureBlock block : candidates) {
            questions.add(question(block, after, first, afterWithTargets, second));
            first += answers(block);
            second += discounted(block) ? samples : 0;
        }
        return questions;
    }

    private void ask(FeatureBlock block) {
        boolean discrete = decoder.discrete(block.firstFeature());
        float[] possible = discrete ? decoder.answers(block.firstFeature()) : new float[0];
        for (int a = 0; a < answers(block); a++) {
            if (discrete) answered.add(0, block.column(), possible, a * block.width());
            else answered.add(0, block.column(), drawn, a * spec.layout().features() + block.firstFeature());
        }
        if (!discounted(block)) return;
        for (int s = 0; s < samples; s++) withTargets.add(s, block.column(), drawn, s * spec.layout().features()
                + block.firstFeature());
    }

    private Question question(FeatureBlock block, Posterior after, int first, Posterior afterWithTargets, int second) {
        boolean discrete = decoder.discrete(block.firstFeature());
        double[] gain = new double[answers(block)];
        for (int a = 0; a < gain.length; a++) gain[a] = Posterior.divergence(after, first + a, now, 0);
        double exact = 0;
        if (discrete) {
            double[] probability = probabilities(block);
            for (int level = 0; level < gain.length; level++) exact += probability[level] * gain[level];
        }
        double[] contribution = new double[samples];
        for (int s = 0; s < samples; s++) {
            contribution[s] = discrete ? exact : gain[s];
            if (discounted(block)) contribution[s] -= Posterior.divergence(afterWithTargets, second + s, nowWithTargets, s);
        }
        double reward = Arrays.stream(contribution).sum() / samples;
        double squares = 0;
        for (double c : contribution) squares += (c - reward) * (c - reward);
        return new Question(block.name(), reward, Math.sqrt(squares / (samples - 1) / samples), expected(block),
                effects(block, after, first));
    }

    private Question.Answer expected(FeatureBlock block) {
        if (decoder.discrete(block.firstFeature())) {
            return new Question.Answer.Levels(schema.find(block.name()).orElseThrow().levels(),
                    Arrays.stream(probabilities(block)).boxed().toList());
        }
        int feature = block.firstFeature();
        return new Question.Answer.Number(block.mean() + block.scale() * completions.expected()[feature],
                block.scale() * completions.standardDeviation()[feature]);
    }

    /** Each answer's posterior is decoded at draws of its own z; discrete answers are weighed, drawn ones count the same. */
    private List<Question.Effect> effects(FeatureBlock block, Posterior after, int first) {
        List<Question.Effect> effects = new ArrayList<>();
        if (targets.isEmpty()) return effects;
        boolean discrete = decoder.discrete(block.firstFeature());
        int answers = answers(block);
        int draws = discrete ? samples * INNER / answers : INNER;
        double[] weight = discrete ? probabilities(block) : new double[answers];
        if (!discrete) Arrays.fill(weight, 1.0 / answers);
        float[] normals = normals("question latent after", answers * draws);
        double[] expected = new double[targets.size()];
        for (int a = 0; a < answers; a++) {
            AnswerModel.Predictions then = decoder.predict(draws, latents(after, first + a, normals, a * draws, draws));
            for (int t = 0; t < expected.length; t++) {
                double uncertainty = uncertainty(targets.get(t), then, draws);
                expected[t] += weight[a] * (decoder.discrete(targets.get(t).firstFeature()) ? uncertainty
                        : uncertainty * uncertainty);
            }
        }
        for (int t = 0; t < expected.length; t++) {
            FeatureBlock target = targets.get(t);
            boolean entropy = decoder.discrete(target.firstFeature());
            double then = target.equals(block) ? 0 : entropy ? expected[t] : Math.sqrt(expected[t]);
            effects.add(new Question.Effect(target.name(), entropy, uncertainNow[t], then));
        }
        return effects;
    }

    private double uncertainty(FeatureBlock target, AnswerModel.Predictions at, int rows) {
        if (!decoder.discrete(target.firstFeature())) return target.scale() * decoder.moments(at, target.firstFeature(), 0,
                rows)[1];
        double entropy = 0;
        for (double p : decoder.levels(at, target.firstFeature(), 0, rows)) entropy -= p > 0 ? p * StrictMath.log(p) : 0;
        return entropy;
    }
}
