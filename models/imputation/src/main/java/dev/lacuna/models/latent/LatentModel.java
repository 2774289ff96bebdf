package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Parameter;
import dev.lacuna.autodiff.Parameters;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.random.RowKeys;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.train.ProgressListener;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import dev.lacuna.models.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * A trained member of the family. Missing values are estimated by self-normalised importance sampling: z_l ~ q(z | x_o, r),
 * weights as in training with the trained weight of the missingness term, x̂ = Σ_l w̃_l E[x | z_l]; draws are resampled from the
 * same weights.
 */
final class LatentModel implements ImputationModel {

    /** Rows that are encoded and sampled in one go: a bound for memory, and how often progress is told. */
    private static final int BLOCK = 1024;

    /** Below this a row's estimate rests on a few draws (gnr.md 1.8); the notes say how many rows that are. */
    private static final double SMALL_EFFECTIVE_SAMPLE_SIZE = 20;

    private final Composition composition;
    private final Settings settings;
    private final Encoding encoding;
    private final Optional<Trained> trained;
    private final Map<String, String> provenance;

    record Trained(LatentSpec spec, Weights weights, FrozenNetwork network) {}

    private LatentModel(Composition composition, Settings settings, Encoding encoding, Optional<Trained> trained,
            Map<String, String> provenance) {
        this.composition = composition;
        this.settings = settings;
        this.encoding = encoding;
        this.trained = trained;
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The parameters are taken over and not changed any more. */
    static LatentModel trained(Composition composition, Settings resolved, Encoding encoding, Parameters parameters,
            Map<String, String> provenance) {
        LatentSpec spec = LatentImputer.spec(composition, resolved, encoding);
        Weights weights = new Weights(parameters);
        return new LatentModel(composition, resolved, encoding, Optional.of(new Trained(spec, weights, spec.freeze(weights))),
                provenance);
    }

    /** A model of a table whose columns are all constant: there is nothing to learn and one way to fill each hole. */
    static LatentModel ofConstants(Composition composition, Settings settings, Encoding encoding,
            Map<String, String> provenance) {
        return new LatentModel(composition, settings, encoding, Optional.empty(), provenance);
    }

    Encoding encoding() {
        return encoding;
    }

    Optional<Trained> trained() {
        return trained;
    }

    /** u of each row, [rows x U]. */
    FMatrixRMaj auxiliary(Encoded encoded) {
        return composition.auxiliary(settings).of(encoding, encoded);
    }

    @Override
    public String name() {
        return composition.name();
    }

    @Override
    public Schema schema() {
        return encoding.schema();
    }

    @Override
    public Map<String, String> provenance() {
        return provenance;
    }

    @Override
    public Imputation impute(Table table, ImputeOptions options) {
        Encoded encoded = encoding.encode(table, options.unseenLevels());
        Sampled sampled = sample(encoded, options, 0);
        return Imputation.of(encoding.decode(table, sampled.expected), uncertainty(table, encoded, sampled),
                sampled.effectiveSampleSize, notes(encoded, sampled));
    }

    @Override
    public List<Table> draw(Table table, int count, ImputeOptions options) {
        if (count < 1) throw new IllegalArgumentException("the number of draws is " + count + "; at least 1");
        Encoded encoded = encoding.encode(table, options.unseenLevels());
        List<Table> tables = new ArrayList<>();
        for (FMatrixRMaj draw : sample(encoded, options, count).draws) tables.add(encoding.decode(table, draw));
        return tables;
    }

    /** Results of all rows, in features. */
    private static final class Sampled {
        final FMatrixRMaj expected;
        final FMatrixRMaj standardDeviation;
        final double[] effectiveSampleSize;
        final List<FMatrixRMaj> draws = new ArrayList<>();

        Sampled(int rows, int features, int draws) {
            expected = new FMatrixRMaj(rows, features);
            standardDeviation = new FMatrixRMaj(rows, features);
            effectiveSampleSize = new double[rows];
            Arrays.fill(effectiveSampleSize, Double.NaN);
            for (int i = 0; i < draws; i++) this.draws.add(new FMatrixRMaj(rows, features));
        }
    }

    private Sampled sample(Encoded encoded, ImputeOptions options, int draws) {
        Sampled sampled = new Sampled(encoded.rows(), encoded.features(), draws);
        if (trained.isEmpty()) return sampled;
        FMatrixRMaj auxiliary = auxiliary(encoded);
        long[] keys = RowKeys.of(encoded.values(), encoded.observed());
        long started = System.nanoTime();
        for (int from = 0; from < encoded.rows(); from += BLOCK) {
            int to = Math.min(encoded.rows(), from + BLOCK);
            sampleBlock(trained.get(), encoded, auxiliary, keys, from, to, options, sampled);
            double seconds = (System.nanoTime() - started) / 1e9;
            options.progress().progress(new ProgressListener.Progress("imputing", to, encoded.rows(), Double.NaN, to / seconds));
        }
        return sampled;
    }

    private void sampleBlock(Trained model, Encoded encoded, FMatrixRMaj auxiliary, long[] keys, int from, int to,
            ImputeOptions options, Sampled sampled) {
        int rows = to - from;
        LatentSpec spec = model.spec();
        float[] values = rows(encoded.values(), from, to);
        float[] observed = rows(encoded.observed(), from, to);
        Posterior posterior = spec.encoder().encode(model.weights(), spec.layout(), spec.latent(), rows, values, observed);
        LatentPrior prior = spec.prior().freeze(model.weights(), spec.latent(), rows, rows(auxiliary, from, to));
        SamplingRequest request = SamplingRequest.builder(rows).posterior(posterior.mean(), posterior.logVariance()).prior(prior)
                .values(values, observed).noise(new Noise.Keyed(options.seed(), Arrays.copyOfRange(keys, from, to)))
                .samples(options.samples()).draws(sampled.draws.size()).threads(options.threads()).build();
        SamplingResult result = ImportanceSampler.cpu().sample(model.network(), request);
        int at = from * encoded.features();
        System.arraycopy(result.expected(), 0, sampled.expected.data, at, result.expected().length);
        System.arraycopy(result.standardDeviation(), 0, sampled.standardDeviation.data, at, result.expected().length);
        System.arraycopy(result.effectiveSampleSize(), 0, sampled.effectiveSampleSize, from, rows);
        for (int i = 0; i < sampled.draws.size(); i++) {
            System.arraycopy(result.draws().get(i), 0, sampled.draws.get(i).data, at, result.expected().length);
        }
    }

    private static float[] rows(FMatrixRMaj matrix, int from, int to) {
        return Arrays.copyOfRange(matrix.data, from * matrix.numCols, to * matrix.numCols);
    }

    /**
     * [rows x columns of the table]: standard deviation in the column's units, or the probability of the level that was filled
     * in.
     */
    private double[][] uncertainty(Table table, Encoded encoded, Sampled sampled) {
        double[][] uncertainty = new double[table.rows()][table.columnCount()];
        for (double[] row : uncertainty) Arrays.fill(row, Double.NaN);
        for (FeatureBlock block : encoding.blocks()) {
            int column = table.columnIndex(block.name());
            for (int row = 0; row < table.rows(); row++) {
                if (table.column(column).observed(row)) continue;
                int at = row * encoded.features() + block.firstFeature();
                uncertainty[row][column] = switch (block.kind()) {
                    case REAL, COUNT, ORDINAL -> sampled.standardDeviation.data[at] * block.scale();
                    case BINARY -> Math.max(sampled.expected.data[at], 1 - sampled.expected.data[at]);
                    case CATEGORICAL -> largest(sampled.expected.data, at, block.width());
                };
            }
        }
        for (String constant : encoding.constants().keySet()) {
            int column = table.columnIndex(constant);
            double certain = table.column(column).type().hasLevels() ? 1 : 0;
            for (int row = 0; row < table.rows(); row++) {
                if (!table.column(column).observed(row)) uncertainty[row][column] = certain;
            }
        }
        return uncertainty;
    }

    private static double largest(float[] values, int from, int length) {
        double largest = values[from];
        for (int i = 1; i < length; i++) largest = Math.max(largest, values[from + i]);
        return largest;
    }

    private static List<String> notes(Encoded encoded, Sampled sampled) {
        List<String> notes = new ArrayList<>();
        double[] sizes = Arrays.stream(sampled.effectiveSampleSize).filter(size -> !Double.isNaN(size)).sorted().toArray();
        long small = Arrays.stream(sizes).filter(size -> size < SMALL_EFFECTIVE_SAMPLE_SIZE).count();
        if (small > 0) {
            notes.add(String.format(Locale.ROOT, "%d of %d completed rows have an effective sample size below %.0f (median"
                    + " of all %.0f); their estimates rest on few draws, more samples help", small, sizes.length,
                    SMALL_EFFECTIVE_SAMPLE_SIZE, sizes[sizes.length / 2]));
        }
        encoded.treatedAsMissing().forEach((column, count) -> notes.add("column '" + column + "': " + count
                + " cells hold a level that the model has not seen; it read them as missing, the cells were kept"));
        return notes;
    }

    @Override
    public void save(Path file) throws IOException {
        ModelFile.Builder builder = ModelFile.builder().properties(Models.PROVENANCE, provenance)
                .properties("settings", settings.asMap());
        encoding.writeTo(builder);
        if (trained.isPresent()) {
            for (Parameter parameter : trained.get().weights().parameters()) {
                builder.matrix("parameter/" + parameter.name(), parameter.value());
            }
        }
        builder.build().write(file);
    }

    static LatentModel load(Composition composition, ModelFile file) {
        Map<String, String> provenance = file.properties(Models.PROVENANCE);
        Settings settings = Settings.of(composition.name(), composition.settings(), file.properties("settings"));
        Encoding encoding = Encoding.readFrom(file);
        if (encoding.features() == 0) return ofConstants(composition, settings, encoding, provenance);
        LatentSpec spec = LatentImputer.spec(composition, settings, encoding);
        Parameters parameters = spec.initialParameters(0, new float[encoding.columns()]);
        for (Parameter parameter : parameters) {
            FMatrixRMaj value = file.matrix("parameter/" + parameter.name());
            if (value.numRows != parameter.rows() || value.numCols != parameter.columns()) {
                throw new ModelFileException("parameter " + parameter + " is [" + value.numRows + " x "
                        + value.numCols + "] in the model file");
            }
            System.arraycopy(value.data, 0, parameter.value().data, 0, parameter.size());
        }
        return trained(composition, settings, encoding, parameters, provenance);
    }
}
