package dev.lacuna.models.latent;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import dev.lacuna.engine.random.RowKeys;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Numbers;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.models.ImputationModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * Which value to ask for next: the expected information of each value that a row does not have. Source: Ma et al., EDDI, ICML
 * 2019; Ma and Zhang, GINA, NeurIPS 2021, appendix I:
 *
 * <pre>
 * R(i | x_o) = E_{x_i} KL[q(z | x_i, x_o) || q(z | x_o)]  -  E_{x_i, x_t} KL[q(z | x_t, x_i, x_o) || q(z | x_t, x_o)]
 * </pre>
 *
 * The second term takes away what an answer says of anything but the targets t; without targets everything unknown is one and it
 * is absent. It is absent too for a target itself.
 *
 * <p>Expectations average over S completions of the row, drawn from p(x | x_o) by importance resampling with the noise of the
 * data head, targets and answer together. The missingness model has no weight in them: a value that nobody asked for yet is not
 * missing for a reason. In the first term the answer of a binary column is summed out exactly over its two values, that of a
 * categorical one over its levels, with their importance-weighted probabilities; in the second it is the one drawn with the
 * targets.
 *
 * <p>Deviations from the published code: (1) it averages over q(z | x_o) plainly; (2) it encodes the decoder's mean as the
 * answer, also a probability as if it were one; (3) it pools the set anew for each answer.
 *
 * <p>A model trained without input dropout has seen only the patterns of its table: what it says of a nearly empty row is then a
 * guess ({@code dropout} of pvae and gina). Immutable; safe to share between threads. The same seed gives the same bits, and a
 * row's result does not depend on the other rows.
 */
public final class QuestionSelection {
    public static final int DEFAULT_SAMPLES = 100;

    private final LatentArchitecture.Trained model;
    private final int samples;
    private final long seed;
    private final List<String> targets;
    private final Optional<List<String>> candidates;

    private QuestionSelection(Builder builder) {
        model = builder.model;
        samples = builder.samples;
        seed = builder.seed;
        targets = List.copyOf(builder.targets);
        candidates = builder.candidates.map(List::copyOf);
        for (String name : targets) requireModelled("target", name);
        candidates.ifPresent(names -> names.forEach(name -> requireModelled("candidate", name)));
    }

    /** @throws IllegalArgumentException where the model has no latent variable whose uncertainty could be measured */
    public static Builder builder(ImputationModel model) {
        return builder(LatentArchitecture.Trained.of(model).orElseThrow(() -> new IllegalArgumentException("a model of kind '"
                + model.name() + "' of this table cannot say what a question is worth; " + LatentModels.names() + " can")));
    }

    static Builder builder(LatentArchitecture.Trained model) {
        if (model.spec().components() > 1) {
            throw new IllegalArgumentException("what a question is worth is a divergence between two Gaussians; this model has"
                    + " posterior=mixture, fit one with posterior=gaussian");
        }
        return new Builder(model);
    }

    private void requireModelled(String role, String name) {
        List<String> known = model.encoding().blocks().stream().map(FeatureBlock::name).toList();
        if (!known.contains(name)) {
            throw new InputException(role + " '" + name + "' is not among the columns that the model knows and that vary: "
                    + known);
        }
    }

    /**
     * The values that each row of a table does not have, the most telling first. Columns of the model that the table lacks are
     * not known in any row.
     *
     * @throws InputException for a column or level that the model does not know, or where side information that its prior reads
     *     is missing
     */
    public List<List<Question>> rank(Table given) {
        Encoding encoding = model.encoding();
        Table table = given;
        for (ColumnSchema column : encoding.schema().columns()) {
            if (column.type() != ColumnType.IGNORED && given.schema().find(column.name()).isEmpty()) {
                table = table.withColumn(unknown(column, given.rows()));
            }
        }
        Encoded encoded = encoding.encode(table);
        List<List<Question>> ranked = new ArrayList<>();
        long[] keys = RowKeys.of(encoded.values(), encoded.observed());
        FMatrixRMaj auxiliary = model.auxiliary(encoded);
        for (int row = 0; row < encoded.rows(); row++) ranked.add(rank(encoded, auxiliary, row, keys[row]));
        return ranked;
    }

    /**
     * A table of one row with these values, as text; the empty text is not known.
     *
     * @throws InputException for a column that the model does not know, text in a numeric one, or a new level
     */
    public Table row(Map<String, String> known) {
        List<Column> columns = new ArrayList<>();
        for (ColumnSchema column : model.encoding().schema().columns()) {
            if (column.type() == ColumnType.IGNORED) continue;
            String text = known.getOrDefault(column.name(), "").strip();
            columns.add(text.isEmpty() ? unknown(column, 1) : column.type().isNumeric()
                    ? Column.ofNumbers(column, new double[] {number(column, text)}, Optional.empty())
                    : Column.ofCodes(column, new int[] {level(column, text)}, Optional.empty()));
        }
        for (String name : known.keySet()) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new InputException("unknown column '" + name + "'; the model knows "
                        + columns.stream().map(Column::name).toList());
            }
        }
        return Table.of(columns);
    }

    private static double number(ColumnSchema column, String text) {
        double number = Numbers.parse(text);
        if (!Double.isFinite(number)) throw new InputException("column '" + column.name() + "' is a number; '" + text
                + "' is none");
        return number;
    }

    private static int level(ColumnSchema column, String text) {
        int level = column.levels().indexOf(text);
        if (level < 0) {
            throw new InputException("column '" + column.name() + "' does not have '" + text + "'; the model knows "
                    + column.levels());
        }
        return level;
    }

    private static Column unknown(ColumnSchema column, int rows) {
        if (column.type().isNumeric()) {
            double[] numbers = new double[rows];
            Arrays.fill(numbers, Double.NaN);
            return Column.ofNumbers(column, numbers, Optional.empty());
        }
        int[] codes = new int[rows];
        Arrays.fill(codes, Column.NO_CODE);
        return Column.ofCodes(column, codes, Optional.empty());
    }

    private List<Question> rank(Encoded encoded, FMatrixRMaj auxiliary, int row, long key) {
        int features = encoded.features();
        int columns = encoded.columns();
        float[] values = Arrays.copyOfRange(encoded.values().data, row * features, (row + 1) * features);
        float[] observed = Arrays.copyOfRange(encoded.observed().data, row * columns, (row + 1) * columns);
        List<FeatureBlock> open = new ArrayList<>();
        List<FeatureBlock> wanted = new ArrayList<>();
        for (FeatureBlock block : encoded.blocks()) {
            if (observed[block.column()] != 0) continue;
            if (candidates.isEmpty() || candidates.get().contains(block.name())) open.add(block);
            if (targets.contains(block.name())) wanted.add(block);
        }
        if (open.isEmpty()) return List.of();
        float[] u = Arrays.copyOfRange(auxiliary.data, row * auxiliary.numCols, (row + 1) * auxiliary.numCols);
        LatentPrior prior = model.spec().prior().freeze(model.weights(), model.spec().latent(), 1, u);
        return new QuestionRow(model, values, observed, prior, wanted, !targets.isEmpty(), samples, seed, key).rank(open);
    }

    /** Settings of a selection. Not shared between threads. */
    public static final class Builder {
        private final LatentArchitecture.Trained model;
        private int samples = DEFAULT_SAMPLES;
        private long seed;
        private List<String> targets = List.of();
        private Optional<List<String>> candidates = Optional.empty();

        private Builder(LatentArchitecture.Trained model) {
            this.model = model;
        }

        /** S, at least 2. */
        public Builder samples(int value) {
            if (value < 2) throw new IllegalArgumentException("samples is " + value + "; at least 2");
            samples = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /** What the answers are wanted for; by default everything unknown. */
        public Builder targets(List<String> columns) {
            targets = columns;
            return this;
        }

        /** What may be asked; by default every value that a row does not have. */
        public Builder candidates(List<String> columns) {
            candidates = Optional.of(columns);
            return this;
        }

        /** @throws InputException for a target or candidate that the model does not know */
        public QuestionSelection build() {
            return new QuestionSelection(this);
        }
    }
}
