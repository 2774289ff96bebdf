package dev.lacuna.models.latent;

import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.ImputationModel;
import java.util.Arrays;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * How well a model tells which cells are observed: π_ij = Σ_l v_l sigmoid(a_j) with weights v of L draws, compared with r_ij.
 * Source of the idea: GNR's abstract and summary, without a formula; not-MIWAE, appendix A.1, measures {@link Weighing#COMPLETE}.
 *
 * <p>Read it with care: an encoder can read r off the exact zeros of its input, so a high accuracy says that the pattern was
 * encoded, not that the mechanism is right; and always beside the accuracy of each column's majority.
 *
 * @param accuracy share of cells with [π &gt;= 0.5] = r
 * @param balancedAccuracy mean of the accuracy among observed and among missing cells; NaN where there is only one kind
 * @param logLoss mean of -log of the probability of what is, in nats
 * @param majorityAccuracy accuracy of each column's more frequent state: what knowing nothing of the row gives
 */
public record MissingnessReconstruction(double accuracy, double balancedAccuracy, double logLoss, double majorityAccuracy) {

    /** What the weights of the draws know. */
    public enum Weighing {
        /** The full weight, which reads r itself: optimistic. */
        POSTERIOR,
        /** The observed values only: fair, comparable between models. */
        DATA_ONLY,
        /** The complete values, which only a simulation has. */
        COMPLETE
    }

    private static final int ROWS_AT_ONCE = 16;
    /** Keeps the log-loss of a wrong and certain cell finite: float32 sigmoid saturates near 1e-7. */
    private static final double LEAST_PROBABILITY = 1e-7;

    /**
     * POSTERIOR or DATA_ONLY, on a table with its holes.
     *
     * @throws IllegalArgumentException where the model has no model of missingness
     */
    public static MissingnessReconstruction of(ImputationModel model, Table table, Weighing weighing, int samples, long seed) {
        if (weighing == Weighing.COMPLETE) throw new IllegalArgumentException("COMPLETE needs the whole table: use ofComplete");
        LatentArchitecture.Trained latent = latent(model);
        Encoded encoded = latent.encoding().encode(table);
        return score(latent, encoded, encoded.observed(), weighing, samples, seed);
    }

    /** COMPLETE: the same rows with nothing hidden, and the table with its holes. */
    public static MissingnessReconstruction ofComplete(ImputationModel model, Table complete, Table holed, int samples,
            long seed) {
        LatentArchitecture.Trained latent = latent(model);
        return score(latent, latent.encoding().encode(complete), latent.encoding().encode(holed).observed(), Weighing.COMPLETE,
                samples, seed);
    }

    private static LatentArchitecture.Trained latent(ImputationModel model) {
        return LatentArchitecture.Trained.of(model).filter(trained -> !(trained.spec().missingness() instanceof Missingness.None))
                .orElseThrow(() -> new IllegalArgumentException("model " + model.name()
                        + " does not say which cells are observed"));
    }

    private static MissingnessReconstruction score(LatentArchitecture.Trained model, Encoded encoded, FMatrixRMaj truth,
            Weighing weighing, int samples, long seed) {
        float[] probability = probabilities(model, encoded, weighing, samples, seed);
        int columns = truth.numCols;
        int[] observed = new int[columns];
        int[] right = new int[2];
        double logLoss = 0;
        for (int i = 0; i < probability.length; i++) {
            boolean present = truth.data[i] != 0;
            if (present) observed[i % columns]++;
            if (probability[i] >= 0.5 == present) right[present ? 1 : 0]++;
            logLoss -= StrictMath.log(Math.max(LEAST_PROBABILITY, present ? probability[i] : 1 - probability[i]));
        }
        int present = Arrays.stream(observed).sum();
        int missing = probability.length - present;
        double majority = 0;
        for (int d = 0; d < columns; d++) majority += Math.max(observed[d], truth.numRows - observed[d]);
        double cells = probability.length;
        return new MissingnessReconstruction((right[0] + right[1]) / cells, 0.5 * (right[0] / (double) missing
                + right[1] / (double) present), logLoss / cells, majority / cells);
    }

    /** π, [rows x D]. */
    private static float[] probabilities(LatentArchitecture.Trained trained, Encoded encoded, Weighing weighing, int samples,
            long seed) {
        double weight = weighing == Weighing.POSTERIOR ? trained.spec().missingnessWeight() : 0;
        LatentSpec spec = trained.spec().evaluating(samples, weight);
        FMatrixRMaj auxiliary = trained.auxiliary(encoded);
        float[] probability = new float[encoded.rows() * encoded.columns()];
        Optional<LatentObjective> block = Optional.empty();
        for (int from = 0; from < encoded.rows(); from += ROWS_AT_ONCE) {
            int rows = Math.min(ROWS_AT_ONCE, encoded.rows() - from);
            if (block.isEmpty() || block.get().inputs().rows != rows) {
                block = Optional.of(new LatentObjective(spec, trained.weights().parameters(), rows, rows));
            }
            ShardInputs inputs = block.get().inputs();
            for (int row = 0; row < rows; row++) inputs.load(row, encoded.values(), encoded.observed(), from + row);
            if (inputs.auxiliary.isPresent()) {
                System.arraycopy(auxiliary.data, from * auxiliary.numCols, inputs.auxiliary.get().value().data, 0,
                        rows * auxiliary.numCols);
            }
            fill(inputs.latentNoise.value().data, seed, "reconstruction noise of the latent variable", from);
            if (inputs.valueNoise.isPresent()) {
                fill(inputs.valueNoise.get().value().data, seed, "reconstruction noise of missing values", from);
            }
            block.get().forward();
            average(block.get(), rows, spec.draws(), probability, from * encoded.columns());
        }
        return probability;
    }

    private static void fill(float[] noise, long seed, String purpose, long block) {
        Kernels.get().normal(Philox.key(seed, purpose), block, 0, noise, 0, noise.length);
    }

    private static void average(LatentObjective block, int rows, int samples, float[] probability, int at) {
        float[] logits = block.missingnessLogits().orElseThrow().value().data;
        double[] weights = block.normalisedWeights().orElseThrow();
        int columns = logits.length / (rows * samples);
        float[] sigmoid = new float[logits.length];
        Kernels.get().sigmoid(logits, 0, sigmoid, 0, logits.length);
        for (int row = 0; row < rows; row++) {
            for (int d = 0; d < columns; d++) {
                double sum = 0;
                for (int k = 0; k < samples; k++) sum += weights[k * rows + row] * sigmoid[(k * rows + row) * columns + d];
                probability[at + row * columns + d] = (float) sum;
            }
        }
    }
}
