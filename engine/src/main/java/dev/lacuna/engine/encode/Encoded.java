package dev.lacuna.engine.encode;

import java.util.List;
import java.util.Map;
import org.ejml.data.FMatrixRMaj;

/**
 * A table as matrices: {@code values} [rows x E] with zeros where missing, {@code observed} [rows x D] with 1 for present.
 *
 * @param values E features; the features of a missing cell are 0
 * @param observed D modelled columns
 * @param blocks the features of each modelled column, in column order
 * @param treatedAsMissing for each column that had them, how many cells held a level unknown to the encoding and count as
 *     missing here; empty unless {@link UnseenLevels#TREAT_AS_MISSING}
 */
public record Encoded(FMatrixRMaj values, FMatrixRMaj observed, List<FeatureBlock> blocks,
        Map<String, Integer> treatedAsMissing) {

    public Encoded {
        blocks = List.copyOf(blocks);
        treatedAsMissing = Map.copyOf(treatedAsMissing);
    }

    public int rows() {
        return values.numRows;
    }

    public int features() {
        return values.numCols;
    }

    public int columns() {
        return observed.numCols;
    }

    /** [rows x E]: each column's observed bit repeated over its features. */
    public FMatrixRMaj observedFeatures() {
        FMatrixRMaj wide = new FMatrixRMaj(rows(), features());
        for (int r = 0; r < rows(); r++) {
            for (FeatureBlock block : blocks) {
                float bit = observed.data[r * columns() + block.column()];
                for (int f = 0; f < block.width(); f++) {
                    wide.data[r * features() + block.firstFeature() + f] = bit;
                }
            }
        }
        return wide;
    }
}
