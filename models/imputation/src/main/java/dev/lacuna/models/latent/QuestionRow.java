package dev.lacuna.models.latent;

import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.encode.FeatureKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The questions to one row; see {@link QuestionSelection} for the formula. */
final class QuestionRow {
    private final LatentModel model;
    private final LatentSpec spec;
    private final AnswerModel decoder;
    private final List<FeatureBlock> targets;
    private final boolean targeted;
    private final int samples;
    private final int inner;
    private final int batch;
    private final QuestionNoise noise;

    /** The row as it is, one base; with the S drawn targets, S bases. */
    private final AnsweredRows answered;
    private final AnsweredRows withTargets;
    private final Posterior now;
    private final Posterior nowWithTargets;
    /** At the S draws of z ~ q(z | x_o), and one answer of every feature at each. */
    private final AnswerModel.Predictions predictions;
    private final float[] drawn;
    /** The targets' uncertainty as the row is. */
    private final double[] uncertainNow;

    /**
     * @param values [E], zero where missing
     * @param observed [D]
     * @param targets those that the row does not have
     * @param targeted whether targets were named; if the row has them all, no answer is worth anything
     */
    QuestionRow(LatentModel model, LatentModel.Trained trained, float[] values, float[] observed, List<FeatureBlock> targets, boolean targeted,
            int samples, int inner, int batch, QuestionNoise noise) {
        this.model = model;
        this.targets = targets;
        this.targeted = targeted;
        this.samples = samples;
        this.inner = inner;
        this.batch = batch;
        this.noise = noise;
        spec = trained.spec();
        decoder = new AnswerModel(spec.layout(), trained.network());
        now = spec.encoder().encode(trained.weights(), spec.layout(), spec.latent(), 1, values, observed);
        predictions = decoder.predict(samples, latents(now, 0, noise.normals("question latent", samples, spec.latent()), 0, samples));
        int features = spec.layout().features();
        drawn = decoder.draw(predictions, noise.normals("question values", 2 * samples, features),
                noise.uniforms("question levels", samples, features));
        answered = AnsweredRows.over(spec, trained.weights(), 1, values, observed);
        float[] filled = repeat(values);
        float[] present = repeat(observed);
        for (FeatureBlock target : targets) {
            for (int s = 0; s < samples; s++) {
                present[s * observed.length + target.column()] = 1;
                System.arraycopy(drawn, s * features + target.firstFeature(), filled, s * features + target.firstFeature(), target.width());
            }
        }
        withTargets = AnsweredRows.over(spec, trained.weights(), samples, filled, present);
        nowWithTargets = spec.encoder().encode(trained.weights(), spec.layout(), spec.latent(), samples, filled, present);
        uncertainNow = uncertainNow();
    }

    /** From as many draws as stand behind what an answer leaves, so that the difference is not the noise of a few. */
    private double[] uncertainNow() {
        if (targets.isEmpty()) return new double[0];
        int draws = samples * inner;
        AnswerModel.Predictions many = decoder.predict(draws, latents(now, 0, noise.normals("question latent now", draws, spec.latent()), 0,
                draws));
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

    List<Question> rank(List<FeatureBlock> candidates) {
        List<Question> questions = new ArrayList<>();
        int from = 0;
        while (from < candidates.size()) {
            int to = from;
            int firstRows = 0;
            int secondRows = 0;
            while (to < candidates.size() && (to == from || Math.max(firstRows, secondRows) < batch)) {
                firstRows += answers(candidates.get(to));
                secondRows += discounted(candidates.get(to)) ? samples * levels(candidates.get(to)) : 0;
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
        return decoder.discrete(block.firstFeature()) ? levels(block) : samples;
    }

    private int levels(FeatureBlock block) {
        return block.kind() == FeatureKind.BINARY ? 2 : decoder.discrete(block.firstFeature()) ? block.width() : 1;
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
            second += discounted(block) ? samples * levels(block) : 0;
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
        for (int s = 0; s < samples; s++) {
            for (int level = 0; level < levels(block); level++) {
                if (discrete) withTargets.add(s, block.column(), possible, level * block.width());
                else withTargets.add(s, block.column(), drawn, s * spec.layout().features() + block.firstFeature());
            }
        }
    }

    private Question question(FeatureBlock block, Posterior after, int first, Posterior afterWithTargets, int second) {
        boolean discrete = decoder.discrete(block.firstFeature());
        double[] gain = new double[answers(block)];
        for (int a = 0; a < gain.length; a++) gain[a] = Posterior.divergence(after, first + a, now, 0);
        double[] contribution = new double[samples];
        for (int s = 0; s < samples; s++) {
            double[] weight = discrete ? decoder.levelsAt(predictions, block.firstFeature(), s) : new double[] {1};
            for (int level = 0; level < weight.length; level++) {
                contribution[s] += weight[level] * gain[discrete ? level : s];
                if (discounted(block)) {
                    contribution[s] -= weight[level] * Posterior.divergence(afterWithTargets, second + s * weight.length + level,
                            nowWithTargets, s);
                }
            }
        }
        double reward = Arrays.stream(contribution).sum() / samples;
        double squares = 0;
        for (double c : contribution) squares += (c - reward) * (c - reward);
        return new Question(block.name(), reward, Math.sqrt(squares / (samples - 1) / samples), expected(block), effects(block, after, first));
    }

    private Question.Answer expected(FeatureBlock block) {
        if (decoder.discrete(block.firstFeature())) {
            return new Question.Answer.Levels(model.schema().find(block.name()).orElseThrow().levels(),
                    Arrays.stream(decoder.levels(predictions, block.firstFeature(), 0, samples)).boxed().toList());
        }
        double[] moments = decoder.moments(predictions, block.firstFeature(), 0, samples);
        return new Question.Answer.Number(block.mean() + block.scale() * moments[0], block.scale() * moments[1]);
    }

    /** Each answer's posterior is decoded at draws of its own z; discrete answers are weighed, drawn ones count the same. */
    private List<Question.Effect> effects(FeatureBlock block, Posterior after, int first) {
        List<Question.Effect> effects = new ArrayList<>();
        if (targets.isEmpty()) return effects;
        boolean discrete = decoder.discrete(block.firstFeature());
        int answers = answers(block);
        int draws = discrete ? samples * inner / answers : inner;
        double[] weight = discrete ? decoder.levels(predictions, block.firstFeature(), 0, samples) : new double[answers];
        if (!discrete) Arrays.fill(weight, 1.0 / answers);
        float[] normals = noise.normals("question latent after", answers * draws, spec.latent());
        double[] expected = new double[targets.size()];
        for (int a = 0; a < answers; a++) {
            AnswerModel.Predictions then = decoder.predict(draws, latents(after, first + a, normals, a * draws, draws));
            for (int t = 0; t < expected.length; t++) {
                double uncertainty = uncertainty(targets.get(t), then, draws);
                expected[t] += weight[a] * (decoder.discrete(targets.get(t).firstFeature()) ? uncertainty : uncertainty * uncertainty);
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
        if (!decoder.discrete(target.firstFeature())) return target.scale() * decoder.moments(at, target.firstFeature(), 0, rows)[1];
        double entropy = 0;
        for (double p : decoder.levels(at, target.firstFeature(), 0, rows)) entropy -= p > 0 ? p * StrictMath.log(p) : 0;
        return entropy;
    }
}
