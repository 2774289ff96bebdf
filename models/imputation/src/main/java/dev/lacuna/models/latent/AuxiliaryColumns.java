package dev.lacuna.models.latent;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.encode.FeatureBlock;
import java.util.ArrayList;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

/** The side information u that a conditional prior reads, [rows x U]. */
sealed interface AuxiliaryColumns {

    /** U. */
    int features(Encoding encoding);

    /** @throws InputException where a column that must be observed is missing somewhere, naming both */
    FMatrixRMaj of(Encoding encoding, Encoded table);

    record None() implements AuxiliaryColumns {
        @Override
        public int features(Encoding encoding) {
            return 0;
        }

        @Override
        public FMatrixRMaj of(Encoding encoding, Encoded table) {
            return new FMatrixRMaj(table.rows(), 0);
        }
    }

    /** Which cells are observed, u = r. Then r stands on both sides of the bound, which is no bound of log p(x_o, r) any more. */
    record Pattern() implements AuxiliaryColumns {
        @Override
        public int features(Encoding encoding) {
            return encoding.columns();
        }

        @Override
        public FMatrixRMaj of(Encoding encoding, Encoded table) {
            return table.observed();
        }
    }

    /** The features of these columns, which stay in x as well. */
    record Named(List<String> names) implements AuxiliaryColumns {
        public Named {
            names = List.copyOf(names);
        }

        @Override
        public int features(Encoding encoding) {
            return blocks(encoding).stream().mapToInt(FeatureBlock::width).sum();
        }

        @Override
        public FMatrixRMaj of(Encoding encoding, Encoded table) {
            List<FeatureBlock> blocks = blocks(encoding);
            FMatrixRMaj auxiliary = new FMatrixRMaj(table.rows(), features(encoding));
            for (int row = 0; row < table.rows(); row++) {
                int at = row * auxiliary.numCols;
                for (FeatureBlock block : blocks) {
                    if (table.observed().data[row * table.columns() + block.column()] == 0) {
                        throw new InputException("row " + (row + 1) + ": column '" + block.name()
                                + "' is side information for the model and must not be missing");
                    }
                    System.arraycopy(table.values().data, row * table.features() + block.firstFeature(), auxiliary.data, at,
                            block.width());
                    at += block.width();
                }
            }
            return auxiliary;
        }

        private List<FeatureBlock> blocks(Encoding encoding) {
            List<FeatureBlock> blocks = new ArrayList<>();
            for (String name : names) {
                blocks.add(encoding.blocks().stream().filter(block -> block.name().equals(name)).findFirst()
                        .orElseThrow(() -> new InputException("column '" + name + "' is not among the modelled columns "
                                + encoding.blocks().stream().map(FeatureBlock::name).toList())));
            }
            return blocks;
        }
    }
}
