package dev.lacuna.models.neural;

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
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import dev.lacuna.models.PatternSets;
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
 * A trained neural model. Missing values are estimated by sampling the latent variable and weighing the draws; completed tables
 * are resampled with the same weights.
 */
public final class NeuralModel implements ImputationModel {

    /** Rows that are encoded and sampled in one go: a bound for memory, and how often progress is told. */
    private static final int BLOCK = 1024;

    /** Below this a row's estimate rests on a few draws (gnr.md 1.8); the notes say how many rows that are. */
    private static final double SMALL_EFFECTIVE_SAMPLE_SIZE = 20;

    private final Architecture architecture;
    private final Settings settings;
    private final Encoding encoding;
    private final Optional<TrainedNetwork> trained;
    private final Map<String, String> provenance;

    /** @param trained none for a table whose columns are all constant: nothing to learn and one way to fill each hole */
    NeuralModel(Architecture architecture, Settings settings, Encoding encoding, Optional<TrainedNetwork> trained,
            Map<String, String> provenance) {
        this.architecture = architecture;
        this.settings = settings;
        this.encoding = encoding;
        this.trained = trained;
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }


    /** None where every column of the training table was constant. */
    public Optional<TrainedNetwork> trained() {
        return trained;
    }

    @Override
    public String name() {
        return architecture.name();
    }

    @Override
    public boolean drawsSamples() {
        return architecture.drawsSamples(settings);
    }

    @Override
    public boolean drawsFromMixture() {
        return architecture.drawsFromMixture(settings);
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

    @Override
    public Optional<PatternSets> patterns(Table table, ImputeOptions options) {
        if (trained.isEmpty()) return Optional.empty();
        Encoded encoded = encoding.encode(table, options.unseenLevels());
        double[][] probabilities = new double[table.rows()][];
        for (int from = 0; from < encoded.rows(); from += BLOCK) {
            TrainedNetwork.Rows rows = block(encoded, from);
            Optional<double[]> log = trained.get().logPatternSet(rows);
            if (log.isEmpty()) return Optional.empty();
            int sets = log.get().length / rows.count();
            for (int row = 0; row < rows.count(); row++) {
                probabilities[from + row] = Arrays.stream(log.get(), row * sets, (row + 1) * sets).map(StrictMath::exp).toArray();
            }
        }
        return Optional.of(PatternSets.of(probabilities));
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

        void set(int from, int rows, SamplingResult result) {
            int at = from * expected.numCols;
            int cells = rows * expected.numCols;
            System.arraycopy(result.expected(), 0, expected.data, at, cells);
            System.arraycopy(result.standardDeviation(), 0, standardDeviation.data, at, cells);
            System.arraycopy(result.effectiveSampleSize(), 0, effectiveSampleSize, from, rows);
            for (int i = 0; i < draws.size(); i++) System.arraycopy(result.draws().get(i), 0, draws.get(i).data, at, cells);
        }
    }

    private Sampled sample(Encoded encoded, ImputeOptions options, int draws) {
        options.device().requireUse(this);
        Sampled sampled = new Sampled(encoded.rows(), encoded.features(), draws);
        if (trained.isEmpty()) return sampled;
        TrainedNetwork.Proposals proposals = trained.get().proposals(encoded);
        long[] keys = RowKeys.of(encoded.values(), encoded.observed());
        long started = System.nanoTime();
        for (int from = 0; from < encoded.rows(); from += BLOCK) {
            TrainedNetwork.Rows rows = block(encoded, from);
            TrainedNetwork.Proposal proposal = proposals.of(rows);
            SamplingRequest request = SamplingRequest.builder(rows.count())
                    .posterior(proposal.posterior().mean(), proposal.posterior().logVariance())
                    .mixture(proposal.posterior().logShare()).prior(proposal.prior()).values(rows.values(), rows.observed())
                    .noise(new Noise.Keyed(options.seed(), Arrays.copyOfRange(keys, from, rows.to())))
                    .samples(options.samples()).draws(draws).threads(options.threads()).build();
            sampled.set(from, rows.count(), trained.get().sample(request, options.device().sampler()));
            double seconds = (System.nanoTime() - started) / 1e9;
            options.progress().progress(
                    new ProgressListener.Progress("imputing", rows.to(), encoded.rows(), Double.NaN, rows.to() / seconds));
        }
        return sampled;
    }

    private static TrainedNetwork.Rows block(Encoded encoded, int from) {
        int to = Math.min(encoded.rows(), from + BLOCK);
        return new TrainedNetwork.Rows(from, to, rows(encoded.values(), from, to), rows(encoded.observed(), from, to));
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
                .properties(Models.SETTINGS, settings.asMap());
        encoding.writeTo(builder);
        if (trained.isPresent()) {
            for (Parameter parameter : trained.get().parameters()) {
                builder.matrix("parameter/" + parameter.name(), parameter.value());
            }
        }
        builder.build().write(file);
    }

    static NeuralModel load(Architecture architecture, ModelFile file) {
        Map<String, String> provenance = file.properties(Models.PROVENANCE);
        Settings settings = Settings.of(architecture.name(), architecture.settings(), file.properties(Models.SETTINGS));
        Encoding encoding = Encoding.readFrom(file);
        if (encoding.features() == 0) return new NeuralModel(architecture, settings, encoding, Optional.empty(), provenance);
        Design design = architecture.design(settings, encoding);
        Parameters parameters = design.initialParameters(0, new float[encoding.columns()]);
        for (Parameter parameter : parameters) {
            FMatrixRMaj value = file.matrix("parameter/" + parameter.name());
            if (value.numRows != parameter.rows() || value.numCols != parameter.columns()) {
                throw new ModelFileException("parameter " + parameter + " is [" + value.numRows + " x "
                        + value.numCols + "] in the model file");
            }
            System.arraycopy(value.data, 0, parameter.value().data, 0, parameter.size());
        }
        return new NeuralModel(architecture, settings, encoding, Optional.of(design.trained(parameters)), provenance);
    }
}
