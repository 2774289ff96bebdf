package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.kernels.sampling.FrozenMissingness.Input;
import dev.lacuna.kernels.sampling.Mixing;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What no golden case has: mixed columns, per-level self-masking, a shared slope, no self-censoring, the other forms of the set
 * encoder, Student's t, a mixture posterior.
 * Each parameter's gradient along a random direction against the central difference of the loss.
 */
class LatentGradientTest {
    private static final int ROWS = 6;
    private static final int SAMPLES = 3;
    /** Columns: real, binary, three levels, real. */
    private static final int[] COLUMN = {0, 1, 2, 2, 2, 3};
    /** The step; the loss, about 20, is float32 sums good to 2e-6, so a difference over 2 steps is good to 5e-4. */
    private static final double STEP = 2e-3;

    private static FeatureLayout mixed(FeatureKind real) {
        return new FeatureLayout(COLUMN, List.of(real, FeatureKind.BERNOULLI, FeatureKind.CATEGORICAL, FeatureKind.CATEGORICAL,
                FeatureKind.CATEGORICAL, real));
    }

    private static LatentSpec spec(FeatureKind real, Encoder encoder, DataHead.Scale scale, Missingness missingness, Mixing mixing,
            Bound bound) {
        return new LatentSpec(mixed(real), 2, SAMPLES, encoder, new Trunk(List.of(5), Activation.TANH), new DataHead(scale),
                new Prior.Conditional(1), missingness, mixing, 0.7, bound, false, Dropout.NONE);
    }

    static Stream<LatentSpec> specs() {
        Encoder.Layers layers = new Encoder.Layers(List.of(5), Activation.TANH, 10);
        Encoder mlp = new MlpEncoder(layers, true);
        Encoder.Layers three = new Encoder.Layers(List.of(5), Activation.TANH, 10, 3);
        Encoder mixture = new MlpEncoder(three, true);
        Encoder mixtureOfSet = new SetEncoder(3, 4, true, SetPooling.Pool.SUM, three);
        Encoder sum = new SetEncoder(3, 4, false, SetPooling.Pool.SUM, layers);
        Encoder max = new SetEncoder(3, 4, true, SetPooling.Pool.MAX, layers);
        DataHead.Scale each = new DataHead.Scale.PerEntry(0.05);
        DataHead.Scale shared = new DataHead.Scale.Shared();
        Bound bound = Bound.IMPORTANCE_WEIGHTED;
        FeatureKind normal = FeatureKind.GAUSSIAN;
        return Stream.of(
                spec(normal, mlp, each, new Missingness.SelfMasking(true, false), Mixing.SAMPLE, bound),
                spec(normal, mlp, shared, new Missingness.SelfMasking(false, true), Mixing.SAMPLE, bound),
                spec(normal, mlp, shared, new Missingness.SelfMasking(false, false), Mixing.MEAN, Bound.ELBO),
                spec(normal, mlp, each, new Missingness.Network(Input.VALUES_AND_LATENT, List.of(4)), Mixing.SAMPLE, bound),
                spec(normal, mlp, each, new NoSelfCensoring(0), Mixing.SAMPLE, bound),
                spec(normal, mlp, shared, new NoSelfCensoring(1), Mixing.SAMPLE, bound),
                spec(normal, sum, each, new NoSelfCensoring(1), Mixing.MEAN, Bound.ELBO),
                spec(normal, sum, each, new Missingness.Network(Input.VALUES, List.of()), Mixing.SAMPLE, bound),
                spec(normal, max, each, new Missingness.Network(Input.TRUNK, List.of()), Mixing.MEAN, bound),
                spec(normal, mixture, each, new Missingness.Network(Input.VALUES_AND_LATENT, List.of(4)), Mixing.SAMPLE, bound),
                spec(normal, mixtureOfSet, shared, new NoSelfCensoring(1), Mixing.MEAN, bound),
                spec(FeatureKind.STUDENT_T, mlp, each, new Missingness.Network(Input.VALUES, List.of(4)), Mixing.MEAN, bound));
    }

    @ParameterizedTest
    @MethodSource("specs")
    void gradient_mixedColumns_equalsTheDifferenceQuotient(LatentSpec spec) {
        Parameters parameters = spec.initialParameters(5, new float[] {0.3f, -0.2f, 0.5f, 1});
        LatentObjective objective = objective(spec, parameters);
        Random random = new Random(9);
        for (Parameter parameter : parameters) {
            float[] value = parameter.value().data;
            float[] start = value.clone();
            double[] direction = random.doubles(value.length, -1, 1).toArray();
            double norm = 0;
            for (double d : direction) norm += d * d;
            objective.evaluate();
            float[] gradient = objective.tape().gradient(parameter).data.clone();
            double slope = 0;
            for (int i = 0; i < value.length; i++) {
                direction[i] /= Math.sqrt(norm);
                slope += gradient[i] * direction[i];
            }
            double[] losses = new double[2];
            for (int side = 0; side < 2; side++) {
                for (int i = 0; i < value.length; i++) value[i] = (float) (start[i] + (side == 0 ? -1 : 1) * STEP * direction[i]);
                losses[side] = objective.evaluate();
            }
            System.arraycopy(start, 0, value, 0, value.length);
            assertEquals(slope, (losses[1] - losses[0]) / (2 * STEP), 2e-3 + 2e-3 * Math.abs(slope), parameter.name());
        }
    }

    private static LatentObjective objective(LatentSpec spec, Parameters parameters) {
        Random random = new Random(2);
        FMatrixRMaj x = new FMatrixRMaj(ROWS, COLUMN.length);
        FMatrixRMaj observed = new FMatrixRMaj(ROWS, 4);
        LatentObjective objective = new LatentObjective(spec, parameters, ROWS, ROWS);
        for (int row = 0; row < ROWS; row++) {
            x.data[row * 6] = (float) random.nextGaussian();
            x.data[row * 6 + 1] = random.nextInt(2);
            x.data[row * 6 + 2 + random.nextInt(3)] = 1;
            x.data[row * 6 + 5] = (float) random.nextGaussian();
            for (int d = 0; d < 4; d++) observed.data[row * 4 + d] = row == 0 ? 0 : row == 1 ? 1 : random.nextInt(2);
            objective.inputs().load(row, x, observed, row);
            objective.inputs().auxiliary.orElseThrow().value().data[row] = (float) random.nextGaussian();
        }
        float[] noise = objective.inputs().latentNoise.value().data;
        Kernels.get().normal(3, 0, 0, noise, 0, noise.length);
        objective.inputs().valueNoise.ifPresent(values -> Kernels.get().normal(4, 0, 0, values.value().data, 0, values.size()));
        return objective;
    }
}
