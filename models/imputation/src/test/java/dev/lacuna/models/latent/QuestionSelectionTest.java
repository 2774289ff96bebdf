package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class QuestionSelectionTest {
    private static final int ROWS = 300;

    /** The value of spec 10.1. */
    @Test
    void divergence_twoGaussians_equalsTheClosedForm() {
        Posterior p = new Posterior(2, new float[] {0.1f, -0.2f}, new float[] {-0.3f, 0.2f});
        Posterior q = new Posterior(2, new float[] {0, 0.5f}, new float[] {0.1f, -0.1f});
        assertEquals(0.335380488825, Posterior.divergence(p, 0, q, 0), 1e-7);
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
        for (int i = 0; i < data.length; i++) data[i] = (float) (scale * (sine ? Math.sin(step * i + shift)
                : Math.cos(step * i + shift)));
    }

    @ParameterizedTest
    @EnumSource(SetPooling.Pool.class)
    void encodeAnswers_setEncoder_equalsEncodingAnew(SetPooling.Pool pool) {
        FeatureLayout layout = FeatureLayout.uniform(6, FeatureKind.GAUSSIAN);
        SetEncoder encoder = new SetEncoder(4, 5, true, pool, new Encoder.Layers(List.of(7), Activation.TANH, 20));
        Declarations initial = new Declarations(3);
        encoder.declare(initial, layout, 2);
        Weights weights = new Weights(initial.parameters());
        float[] values = {0.4f, 0, 0, -1, 0, 0};
        float[] observed = {1, 0, 0, 1, 0, 0};
        Posterior answered = encoder.encodeAnswers(weights, layout, 2, values, observed, new int[] {1, 5},
                new float[][] {{0.7f}, {-2}});
        Posterior anew = encoder.encode(weights, layout, 2, 2, new float[] {0.4f, 0.7f, 0, -1, 0, 0, 0.4f, 0, 0, -1, 0, -2},
                new float[] {1, 1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1});
        assertArrayEquals(anew.mean(), answered.mean(), 1e-6f);
        assertArrayEquals(anew.logVariance(), answered.logVariance(), 1e-6f);
    }

    /** Columns a, b, c follow one hidden number, a closely; "noise" follows nothing. */
    private static Table table() {
        Random random = new Random(8);
        double[][] real = new double[3][ROWS];
        String[] binary = new String[ROWS];
        for (int row = 0; row < ROWS; row++) {
            double z = random.nextGaussian();
            real[0][row] = z + 0.2 * random.nextGaussian();
            real[1][row] = z + 0.2 * random.nextGaussian();
            real[2][row] = random.nextGaussian();
            binary[row] = random.nextDouble() < 1 / (1 + Math.exp(-3 * z)) ? "yes" : "no";
        }
        for (double[] column : real) column[0] = Double.NaN;
        binary[0] = "";
        return Table.builder().real("a", real[0]).real("b", real[1]).real("noise", real[2]).binary("answer", binary).build();
    }

    @Test
    void rank_targetGiven_prefersTheColumnThatTellsOfIt() {
        ImputationModel model = Models.imputer("pvae", Map.of("latent", "2", "encoder-layers", "16", "decoder-layers", "16",
                "set-width", "16",
                "set-embedding", "4", "steps", "1500", "samples", "3", "learning-rate", "0.005"))
                .fit(table(), FitOptions.defaults().withSeed(2));
        List<QuestionSelection.Question> questions = QuestionSelection.of(model).rank(table(), 0, List.of("b"), 60,
                ImputeOptions.defaults().withSamples(500));
        assertEquals(3, questions.size());
        assertFalse(questions.get(0).column().equals("noise"), questions.toString());
        double noise = questions.stream().filter(q -> q.column().equals("noise")).findFirst().orElseThrow().reward();
        assertTrue(questions.get(0).reward() > noise + 0.1, questions.get(0) + " noise " + noise);
        assertEquals(List.of(), QuestionSelection.of(model).rank(table(), 1, List.of(), 10, ImputeOptions.defaults()));
    }

    @Test
    void of_modelWithoutLatentVariable_namesThoseThatCan() {
        ImputationModel constant = Models.imputer("miwae", Map.of()).fit(Table.builder().real("a", new double[] {1, 1}).build());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> QuestionSelection.of(constant))
                .getMessage().contains("gina"));
    }
}
