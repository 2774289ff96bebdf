package dev.lacuna.models.latent;

import dev.lacuna.autodiff.Tape;
import dev.lacuna.autodiff.Var;
import dev.lacuna.kernels.sampling.FeatureKind;
import dev.lacuna.models.neural.FeatureLayout;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.FMatrixRMaj;

/**
 * What the tape of one shard of a batch is given before each replay: B rows of data and the noise of K samples of each.
 *
 * <p>Three patterns are kept apart. {@code observed}: what the table has; the missingness model explains it, and values are mixed
 * by it. {@code shown}: what the encoder sees, less under input dropout. {@code scored}: whose likelihood counts.
 */
final class ShardInputs {
    final int rows;
    /** [B x E], zero where missing. */
    final Var values;
    /** [B x D] and the same for each feature [B x E]. */
    final Var observed;
    final Var observedFeatures;
    /** Values and pattern as the encoder sees them: [B x E], [B x D], and the pattern for each feature [B x E]. */
    final Var shownValues;
    final Var shown;
    final Var shownFeatures;
    /**
     * [B x E] for each kind of feature that the layout has: 1 where a scored feature has that kind. For CATEGORICAL the scored
     * one-hot values themselves, zero elsewhere.
     */
    final Map<FeatureKind, Var> scored = new EnumMap<>(FeatureKind.class);
    /** [B x U]. */
    final Optional<Var> auxiliary;
    /** Standard normal [K·B x H]; under a mixture, here and below, K counts the draws of all components. */
    final Var latentNoise;
    /** Standard normal [K·B x E], where missing values are sampled. */
    final Optional<Var> valueNoise;

    private static final FeatureKind[] KINDS = FeatureKind.values();

    private final FeatureLayout layout;
    private final int[] columnStarts;
    private final boolean dropout;
    /** One variable is all that is observed and all that is scored. */
    private final boolean scoresWhatIsObserved;

    ShardInputs(Tape tape, LatentSpec spec, int rows) {
        this.rows = rows;
        dropout = spec.dropout().hides();
        layout = spec.layout();
        columnStarts = layout.columnStarts();
        int features = layout.features();
        int columns = layout.columns();
        values = tape.input(rows, features);
        observed = tape.input(rows, columns);
        observedFeatures = features == columns ? observed : tape.input(rows, features);
        shownValues = dropout ? tape.input(rows, features) : values;
        shown = dropout ? tape.input(rows, columns) : observed;
        shownFeatures = dropout ? tape.input(rows, features) : observedFeatures;
        scoresWhatIsObserved = !dropout && !layout.has(FeatureKind.CATEGORICAL)
                && layout.kinds().stream().distinct().count() == 1;
        for (FeatureKind kind : FeatureKind.values()) {
            if (layout.has(kind)) scored.put(kind, scoresWhatIsObserved ? observedFeatures : tape.input(rows, features));
        }
        this.auxiliary = spec.auxiliary() > 0 ? Optional.of(tape.input(rows, spec.auxiliary())) : Optional.empty();
        latentNoise = tape.input(spec.draws() * rows, spec.latent());
        valueNoise = spec.samplesValues() ? Optional.of(tape.input(spec.draws() * rows, features)) : Optional.empty();
    }

    /**
     * Loads row {@code source} of the table as row {@code row} of the shard, everything observed being shown and scored.
     *
     * @param x [rows x E]; what stands at missing cells is not read
     * @param r [rows x D]
     */
    void load(int row, FMatrixRMaj x, FMatrixRMaj r, int source) {
        int features = layout.features();
        int columns = layout.columns();
        System.arraycopy(r.data, source * columns, observed.value().data, row * columns, columns);
        float[] into = values.value().data;
        float[] present = observedFeatures.value().data;
        for (int e = 0; e < features; e++) {
            float bit = r.data[source * columns + layout.featureColumn()[e]];
            if (features > columns) present[row * features + e] = bit;
            // No branch on the bit: it comes from a row of the table that is seldom in a cache, and it cannot be foreseen.
            int given = Float.floatToRawIntBits(x.data[source * features + e]) & -(int) bit;
            into[row * features + e] = Float.intBitsToFloat(given);
        }
        if (dropout) show(row);
        if (scoresWhatIsObserved) return;
        for (FeatureKind kind : KINDS) {
            Var weights = scored.get(kind);
            if (weights == null) continue;
            float[] counted = kind == FeatureKind.CATEGORICAL ? into : present;
            for (int e = 0; e < features; e++) {
                weights.value().data[row * features + e] = layout.kind(e) == kind ? counted[row * features + e] : 0;
            }
        }
    }

    private void show(int row) {
        int features = layout.features();
        int columns = layout.columns();
        System.arraycopy(observed.value().data, row * columns, shown.value().data, row * columns, columns);
        System.arraycopy(observedFeatures.value().data, row * features, shownFeatures.value().data, row * features, features);
        System.arraycopy(values.value().data, row * features, shownValues.value().data, row * features, features);
    }

    /** Input dropout, after {@link #load}: the encoder does not see this column of a row. */
    void hide(int row, int column, boolean scoreHidden) {
        shown.value().data[row * layout.columns() + column] = 0;
        for (int e = columnStarts[column]; e < columnStarts[column + 1]; e++) {
            int at = row * layout.features() + e;
            shownFeatures.value().data[at] = 0;
            shownValues.value().data[at] = 0;
            if (!scoreHidden) scored.get(layout.kind(e)).value().data[at] = 0;
        }
    }
}
