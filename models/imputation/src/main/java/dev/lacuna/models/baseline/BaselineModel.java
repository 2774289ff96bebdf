package dev.lacuna.models.baseline;

import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.train.ProgressListener;
import dev.lacuna.kernels.Philox;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A fitted baseline: tables in and out, rows through its {@link Method}. */
final class BaselineModel implements ImputationModel {
    private static final String NUMBERS = "numbers";
    private static final int BLOCK_ROWS = 16;

    private final Encoding encoding;
    private final Method method;
    private final Map<String, String> provenance;

    BaselineModel(Encoding encoding, Method method, Map<String, String> provenance) {
        this.encoding = encoding;
        this.method = method;
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    static BaselineModel load(ModelFile file, Function<NumberReader, Method> reader) {
        Encoding encoding = Encoding.readFrom(file);
        try {
            Method method = reader.apply(new NumberReader(file.doubles(NUMBERS)));
            return new BaselineModel(encoding, method, file.properties(Models.PROVENANCE));
        } catch (IllegalStateException | ArrayIndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new ModelFileException("the model's numbers do not fit together: " + e.getMessage());
        }
    }

    @Override
    public void save(Path file) throws IOException {
        ModelFile.Builder sections = ModelFile.builder().properties(Models.PROVENANCE, provenance);
        encoding.writeTo(sections);
        NumberWriter numbers = new NumberWriter();
        method.write(numbers);
        sections.doubles(NUMBERS, numbers.toArray()).build().write(file);
    }

    @Override
    public String name() {
        return provenance.get(Models.NAME);
    }

    @Override
    public boolean drawsSamples() {
        return false;
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
        options.device().requireUse(this);
        Cells cells = Cells.of(encoding, table, options.unseenLevels());
        double[][] uncertainty = new double[cells.values().length][table.rows()];
        double[][] filled = forEachRow(cells, table.rows(), options, (index, row, rowUncertainty) -> {
            method.complete(row, rowUncertainty);
            for (int column = 0; column < row.length; column++) uncertainty[column][index] = rowUncertainty[column];
        });
        double[] noSamples = new double[table.rows()];
        Arrays.fill(noSamples, Double.NaN);
        return Imputation.of(Cells.complete(encoding, table, filled), inTableOrder(table, uncertainty), noSamples, notes(cells));
    }

    @Override
    public List<Table> draw(Table table, int count, ImputeOptions options) {
        if (count < 1) throw new IllegalArgumentException("count is " + count + "; at least 1");
        options.device().requireUse(this);
        Cells cells = Cells.of(encoding, table, options.unseenLevels());
        long[] keys = rowKeys(cells.values(), table.rows());
        long normalKey = Philox.key(options.seed(), "baseline normal draws");
        long uniformKey = Philox.key(options.seed(), "baseline uniform draws");
        List<Table> draws = new ArrayList<>();
        for (int d = 0; d < count; d++) {
            long draw = d;
            double[][] filled = forEachRow(cells, table.rows(), options,
                    (index, row, unused) -> method.draw(row, new RowNoise(normalKey, uniformKey,
                            Philox.mix(keys[index] + draw))));
            draws.add(Cells.complete(encoding, table, filled));
        }
        return draws;
    }

    @FunctionalInterface
    private interface RowBody {
        void accept(int index, double[] row, double[] uncertainty);
    }

    /** Runs the body on every row that misses a cell; returns the cells afterwards. */
    private static double[][] forEachRow(Cells cells, int rows, ImputeOptions options, RowBody body) {
        int columns = cells.values().length;
        double[][] filled = new double[columns][];
        for (int column = 0; column < columns; column++) filled[column] = cells.values()[column].clone();
        AtomicInteger done = new AtomicInteger();
        long start = System.nanoTime();
        Thread caller = Thread.currentThread();
        try (Workers workers = new Workers(options.threads())) {
            workers.runBlocks(rows, BLOCK_ROWS, (from, to) -> {
                double[] row = new double[columns];
                double[] uncertainty = new double[columns];
                for (int index = from; index < to; index++) {
                    boolean missing = false;
                    for (int column = 0; column < columns; column++) {
                        row[column] = filled[column][index];
                        uncertainty[column] = Double.NaN;
                        missing |= Double.isNaN(row[column]);
                    }
                    if (!missing) continue;
                    body.accept(index, row, uncertainty);
                    for (int column = 0; column < columns; column++) filled[column][index] = row[column];
                }
                int finished = done.addAndGet(to - from);
                if (Thread.currentThread() == caller) {
                    double seconds = (System.nanoTime() - start) * 1e-9;
                    options.progress().progress(
                            new ProgressListener.Progress("imputing", finished, rows, Double.NaN,
                                    finished / Math.max(1e-9, seconds)));
                }
            });
        }
        return filled;
    }

    /** [rows x table columns]; the cells of a constant column are sure: deviation 0, probability 1. */
    private double[][] inTableOrder(Table table, double[][] modelled) {
        double[][] uncertainty = new double[table.rows()][table.columnCount()];
        for (double[] row : uncertainty) Arrays.fill(row, Double.NaN);
        for (String constant : encoding.constants().keySet()) {
            int at = table.columnIndex(constant);
            Column column = table.column(at);
            for (int row = 0; row < table.rows(); row++) {
                if (!column.observed(row)) uncertainty[row][at] = encoding.schema().find(constant).orElseThrow().type()
                        .hasLevels() ? 1 : 0;
            }
        }
        encoding.blocks().forEach(block -> {
            int at = table.columnIndex(block.name());
            Column column = table.column(at);
            for (int row = 0; row < table.rows(); row++) {
                if (!column.observed(row)) uncertainty[row][at] = modelled[block.column()][row];
            }
        });
        return uncertainty;
    }

    private static List<String> notes(Cells cells) {
        List<String> notes = new ArrayList<>();
        cells.unseen().forEach((column, count) -> notes.add("column '" + column + "': " + count
                + (count == 1 ? " cell holds a level" : " cells hold levels")
                        + " that the model has not seen; read as missing, kept"));
        return notes;
    }

    /** A 64-bit hash of each row's observed content and of how many equal rows came before it. */
    private static long[] rowKeys(double[][] values, int rows) {
        long[] keys = new long[rows];
        Map<Long, Integer> seen = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            long key = 0;
            for (double[] column : values) {
                double cell = column[row];
                key = Philox.mix(key + (Double.isNaN(cell) ? 1 : Double.doubleToLongBits(cell + 0.0)));
            }
            keys[row] = Philox.mix(key + seen.merge(key, 1, Integer::sum));
        }
        return keys;
    }
}
