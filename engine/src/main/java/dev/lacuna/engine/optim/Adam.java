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
    /** Fewer numbers take less time (about 5 microseconds) than waking another thread. */
    private static final int LEAST_TO_CUT = 10_000;
    private static final int PARTS = 4;
    /** 16 KiB: the sum of a block's gradients is still in the first-level cache when the block is updated. */
    private static final int BLOCK = 4096;

    private final AdamOptions options;
    private final List<Parameter> parameters;
    private final float[][] firstMoments;
    private final float[][] secondMoments;
    /** [part]: room for the sum of the largest parameter's gradients, at their own places, as plain loops want it. */
    private final float[][] gradientSums;
    private double learningRate;
    private long step;
    private float stepSize;
    private float inverseRootCorrection;
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
        gradientSums = new float[parameters.totalSize() < LEAST_TO_CUT ? 1 : PARTS][largest];
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
        begin(shards);
        for (int part = 0; part < parts(); part++) {
            update(part);
        }
    }

    /** As {@link #step}, up to the changes themselves: {@link #update} of every part must follow, in any order or thread. */
    public void begin(List<Tape> shards) {
        if (shards != boundTapes) {
            bind(shards);
        }
        step++;
        stepSize = (float) (learningRate / (1 - power(options.beta1(), step)));
        inverseRootCorrection = (float) (1 / Math.sqrt(1 - power(options.beta2(), step)));
    }

    /** Into how many parts a step is cut: it depends on the parameters alone. */
    public int parts() {
        return gradientSums.length;
    }

    /** A part of a step: its share of every parameter's numbers, which nothing else reads or writes. */
    public void update(int part) {
        for (int p = 0; p < firstMoments.length; p++) {
            if (gradients[p].length > 0) {
                long n = firstMoments[p].length;
                update(p, part, (int) (n * part / parts()), (int) (n * (part + 1) / parts()));
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

    private void update(int p, int part, int from, int to) {
        float[] value = parameters.get(p).value().data;
        float[] m = firstMoments[p];
        float[] v = secondMoments[p];
        float beta1 = (float) options.beta1();
        float beta2 = (float) options.beta2();
        float rest1 = (float) (1 - options.beta1());
        float rest2 = (float) (1 - options.beta2());
        float epsilon = (float) options.epsilon();
        float size = stepSize;
        float correction = inverseRootCorrection;
        for (int start = from; start < to; start += BLOCK) {
            int end = Math.min(start + BLOCK, to);
            float[] g = gradient(p, start, end, value, gradientSums[part]);
            for (int i = start; i < end; i++) {
                float first = beta1 * m[i] + rest1 * g[i];
                float second = beta2 * v[i] + rest2 * g[i] * g[i];
                m[i] = first;
                v[i] = second;
                value[i] -= size * first / ((float) Math.sqrt(second) * correction + epsilon);
            }
        }
    }

    /** Elements {@code from} to {@code to - 1} of the shards' gradients added in order, plus the decay, at their own places. */
    private float[] gradient(int p, int from, int to, float[] value, float[] sum) {
        float[][] parts = gradients[p];
        float decay = (float) options.weightDecay();
        if (parts.length == 1 && decay == 0) {
            return parts[0];
        }
        System.arraycopy(parts[0], from, sum, from, to - from);
        for (int s = 1; s < parts.length; s++) {
            float[] part = parts[s];
            for (int i = from; i < to; i++) {
                sum[i] += part[i];
            }
        }
        if (decay != 0) {
            for (int i = from; i < to; i++) {
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
