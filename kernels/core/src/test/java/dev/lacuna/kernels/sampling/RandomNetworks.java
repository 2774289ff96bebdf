package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Activation;
import java.util.List;
import java.util.SplittableRandom;

/** Small networks of every form with all kinds of features, and rows for them, from a seed. */
final class RandomNetworks {
    static final int LATENT = 3;
    static final int[] COLUMN = {0, 1, 2, 3, 3, 3, 4, 5, 6};
    static final List<FeatureKind> KINDS = List.of(FeatureKind.GAUSSIAN, FeatureKind.STUDENT_T, FeatureKind.BERNOULLI,
            FeatureKind.CATEGORICAL, FeatureKind.CATEGORICAL, FeatureKind.CATEGORICAL, FeatureKind.GAUSSIAN,
            FeatureKind.STUDENT_T, FeatureKind.GAUSSIAN);
    static final int FEATURES = COLUMN.length;
    static final int COLUMNS = 7;
    private static final int WIDTH = 5;

    /** The forms that a frozen network can take. */
    enum Form {
        PLAIN, LINEAR_DECODER, SELF_MASKING, SELF_MASKING_MEAN, VALUES, VALUES_AND_LATENT, TRUNK, CATEGORIES_SAMPLED, CATEGORIES
    }

    private final SplittableRandom random;

    private RandomNetworks(long seed) {
        random = new SplittableRandom(seed);
    }

    static FrozenNetwork network(Form form, long seed) {
        return new RandomNetworks(seed).build(form);
    }

    private FrozenNetwork build(Form form) {
        FrozenNetwork.Builder builder = FrozenNetwork.builder(LATENT, COLUMN, KINDS);
        boolean linear = form == Form.LINEAR_DECODER;
        int width = linear ? LATENT : WIDTH;
        if (!linear) {
            builder.trunk(List.of(layer(LATENT, WIDTH, Activation.TANH), layer(WIDTH, WIDTH, Activation.RELU)));
        }
        int categories = 1;
        if (form == Form.CATEGORIES || form == Form.CATEGORIES_SAMPLED) {
            categories = 3;
            builder.categories(categories, numbers(categories * WIDTH, 0.8))
                    .missingHead(layer(width, FEATURES), positive(FEATURES));
        }
        builder.mean(layer(width, FEATURES)).degreesOfFreedom(layer(width, FEATURES))
                .scale(linear ? new FrozenScale.Constant(positive(FEATURES))
                        : new FrozenScale.PerEntry(layer(width, FEATURES), 0.1f));
        FrozenMissingness self = new FrozenMissingness.SelfMasking(numbers(categories * FEATURES, 1),
                numbers(categories * COLUMNS, 1));
        switch (form) {
            case PLAIN, LINEAR_DECODER -> { }
            case SELF_MASKING -> builder.missingness(self, 0.7, Mixing.SAMPLE);
            case SELF_MASKING_MEAN -> builder.missingness(self, 1, Mixing.MEAN);
            case VALUES -> builder.missingness(new FrozenMissingness.Network(FrozenMissingness.Input.VALUES,
                    List.of(layer(FEATURES, 4, Activation.TANH), layer(4, COLUMNS))), 1, Mixing.SAMPLE);
            case VALUES_AND_LATENT -> builder.missingness(new FrozenMissingness.Network(FrozenMissingness.Input.VALUES_AND_LATENT,
                    List.of(layer(FEATURES + LATENT, COLUMNS))), 1, Mixing.SAMPLE);
            case TRUNK, CATEGORIES -> builder.missingness(new FrozenMissingness.Network(FrozenMissingness.Input.TRUNK,
                    List.of(layer(WIDTH, COLUMNS))), 2, Mixing.SAMPLE);
            case CATEGORIES_SAMPLED -> builder.missingness(self, 1, Mixing.SAMPLE).averaging(Averaging.SAMPLED_VALUE);
        }
        return builder.build();
    }

    /** Rows with every third column missing from a start that moves with the row; row 1 is complete. */
    static SamplingRequest.Builder request(FrozenNetwork network, int rows, int samples, long seed) {
        RandomNetworks r = new RandomNetworks(seed);
        int latentCells = network.categories() * rows * LATENT;
        float[] x = new float[rows * FEATURES];
        float[] observed = new float[rows * COLUMNS];
        long[] keys = new long[rows];
        for (int b = 0; b < rows; b++) {
            keys[b] = r.random.nextLong();
            int level = r.random.nextInt(3);
            for (int d = 0; d < COLUMNS; d++) {
                observed[b * COLUMNS + d] = b != 1 && (d + b) % 3 == 0 ? 0 : 1;
            }
            for (int e = 0; e < FEATURES; e++) {
                float value = switch (KINDS.get(e)) {
                    case GAUSSIAN, STUDENT_T -> (float) (2 * r.random.nextDouble() - 1);
                    case BERNOULLI -> r.random.nextInt(2);
                    case CATEGORICAL -> e - 3 == level ? 1 : 0;
                };
                x[b * FEATURES + e] = value * observed[b * COLUMNS + COLUMN[e]];
            }
        }
        int tables = network.categories() * LATENT;
        LatentPrior prior = network.categories() > 1 ? new LatentPrior.PerCategory(r.numbers(tables, 1), r.numbers(tables, 1))
                : new LatentPrior.PerRow(r.numbers(rows * LATENT, 1), r.numbers(rows * LATENT, 1));
        return SamplingRequest.builder(rows).posterior(r.numbers(latentCells, 1), r.numbers(latentCells, 1)).prior(prior)
                .values(x, observed).noise(new Noise.Keyed(seed, keys)).samples(samples);
    }

    private DenseLayer layer(int inputs, int outputs) {
        return layer(inputs, outputs, Activation.IDENTITY);
    }

    private DenseLayer layer(int inputs, int outputs, Activation activation) {
        return new DenseLayer(inputs, outputs, numbers(inputs * outputs, 1), numbers(outputs, 0.3), activation);
    }

    private float[] numbers(int length, double range) {
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            result[i] = (float) (range * (2 * random.nextDouble() - 1));
        }
        return result;
    }

    private float[] positive(int length) {
        float[] result = new float[length];
        for (int i = 0; i < length; i++) {
            result[i] = (float) (0.3 + random.nextDouble());
        }
        return result;
    }
}
