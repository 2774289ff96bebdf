package dev.lacuna.engine.optim;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.autodiff.Tape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with PyTorch's semantics.
 *
 * <p>At step t, with the gradient g (plus weightDecay · value): m = β1 m + (1-β1) g, v = β2 v + (1-β2) g²,
 * value -= learningRate / (1-β1^t) · m / (sqrt(v) / sqrt(1-β2^t) + ε). Moments are float, the scalars of a step double.
 * The gradient is the sum over the tapes, in their order: each tape holds one shard of the batch. Source: Kingma and Ba, Adam,
 * 2015, algorithm 1. Not thread-safe; a step allocates nothing after the first.
 */
public final class Adam {
    private final AdamOptions options;
    private final List<Parameter> parameters;
    private final float[][] firstMoments;
    private final float[][] secondMoments;
    private final float[] gradientSum;
    private double learningRate;
    private long step;
    private List<Tape> boundTapes = List.of();
    /** [parameter][shard]; a parameter that no tape uses has none and stays as it is. */
    private float[][][] gradients = new float[0][][];

    private Adam(Parameters parameters, AdamOptions options) {
        this.options = options;
        this.parameters = parameters.list();
        this.learningRate = options.learningRate();
        int count = this.parameters.size();
        firstMoments = new float[count][];
        secondMoments = new float[count][];
        int largest = 0;
        for (int p = 0; p < count; p++) {
            int size = this.parameters.get(p).size();
            firstMoments[p] = new float[size];
            secondMoments[p] = new float[size];
            largest = Math.max(largest, size);
        }
        gradientSum = new float[largest];
    }

    public static Adam of(Parameters parameters, AdamOptions options) {
        return new Adam(parameters, options);
    }

    /** For schedules: the rate of the steps to come. */
    public void setLearningRate(double rate) {
        if (!(rate > 0)) {
            throw new IllegalArgumentException("A learning rate is positive; given: " + rate);
        }
        learningRate = rate;
    }

    /** How many steps were made. */
    public long steps() {
        return step;
    }

    /**
     * Changes every parameter by the gradients of the tapes' last backward passes, added in the order of the list. The list
     * itself is remembered and must not change.
     */
    public void step(List<Tape> shards) {
        if (shards != boundTapes) {
            bind(shards);
        }
        step++;
        double stepSize = learningRate / (1 - power(options.beta1(), step));
        double inverseRootCorrection = 1 / Math.sqrt(1 - power(options.beta2(), step));
        for (int p = 0; p < firstMoments.length; p++) {
            if (gradients[p].length > 0) {
                update(p, (float) stepSize, (float) inverseRootCorrection);
            }
        }
    }

    /** base to the n by squaring: the same bits on every JDK, and StrictMath.pow allocates 96 bytes a call on JDK 17. */
    private static double power(double base, long n) {
        double power = 1;
        double square = base;
        for (long rest = n; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                power *= square;
            }
            square *= square;
        }
        return power;
    }

    private void bind(List<Tape> shards) {
        if (shards.isEmpty()) {
            throw new IllegalArgumentException("A step needs the gradients of at least one tape");
        }
        gradients = new float[parameters.size()][][];
        for (int p = 0; p < gradients.length; p++) {
            Parameter parameter = parameters.get(p);
            gradients[p] = shards.stream().filter(tape -> tape.uses(parameter)).map(tape -> tape.gradient(parameter).data)
                    .toArray(float[][]::new);
        }
        boundTapes = shards;
    }

    private void update(int p, float stepSize, float inverseRootCorrection) {
        float[] value = parameters.get(p).value().data;
        float[] m = firstMoments[p];
        float[] v = secondMoments[p];
        float[] g = gradient(p, m.length, value);
        float beta1 = (float) options.beta1();
        float beta2 = (float) options.beta2();
        float rest1 = (float) (1 - options.beta1());
        float rest2 = (float) (1 - options.beta2());
        float epsilon = (float) options.epsilon();
        int n = m.length;
        for (int i = 0; i < n; i++) {
            float first = beta1 * m[i] + rest1 * g[i];
            float second = beta2 * v[i] + rest2 * g[i] * g[i];
            m[i] = first;
            v[i] = second;
            value[i] -= stepSize * first / ((float) Math.sqrt(second) * inverseRootCorrection + epsilon);
        }
    }

    /** The shards' gradients added in order, plus the decay. */
    private float[] gradient(int p, int n, float[] value) {
        float[][] parts = gradients[p];
        float decay = (float) options.weightDecay();
        if (parts.length == 1 && decay == 0) {
            return parts[0];
        }
        float[] sum = gradientSum;
        System.arraycopy(parts[0], 0, sum, 0, n);
        for (int s = 1; s < parts.length; s++) {
            float[] part = parts[s];
            for (int i = 0; i < n; i++) {
                sum[i] += part[i];
            }
        }
        if (decay != 0) {
            for (int i = 0; i < n; i++) {
                sum[i] += decay * value[i];
            }
        }
        return sum;
    }

    /** A copy of the moments and the step count. */
    public AdamState state() {
        Map<String, float[]> first = new LinkedHashMap<>();
        Map<String, float[]> second = new LinkedHashMap<>();
        for (int p = 0; p < firstMoments.length; p++) {
            first.put(parameters.get(p).name(), firstMoments[p].clone());
            second.put(parameters.get(p).name(), secondMoments[p].clone());
        }
        return new AdamState(step, first, second);
    }

    /** Goes on from a state; throws {@link IllegalArgumentException} where its names or sizes are not those of the parameters. */
    public void restore(AdamState state) {
        for (int p = 0; p < firstMoments.length; p++) {
            check(parameters.get(p), state.firstMoments().get(parameters.get(p).name()));
            check(parameters.get(p), state.secondMoments().get(parameters.get(p).name()));
        }
        for (int p = 0; p < firstMoments.length; p++) {
            String name = parameters.get(p).name();
            System.arraycopy(state.firstMoments().get(name), 0, firstMoments[p], 0, firstMoments[p].length);
            System.arraycopy(state.secondMoments().get(name), 0, secondMoments[p], 0, secondMoments[p].length);
        }
        step = state.step();
    }

    private static void check(Parameter parameter, float[] moments) {
        if (moments == null || moments.length != parameter.size()) {
            throw new IllegalArgumentException("The state holds " + (moments == null ? "nothing" : moments.length
                    + " numbers") + " for "
                    + parameter);
        }
    }
}
