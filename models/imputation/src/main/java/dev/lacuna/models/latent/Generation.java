package dev.lacuna.models.latent;

import dev.lacuna.engine.encode.Encoded;
import dev.lacuna.engine.table.Cells;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Philox;
import dev.lacuna.kernels.sampling.ImportanceSampler;
import dev.lacuna.kernels.sampling.LatentPrior;
import dev.lacuna.kernels.sampling.Noise;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.models.ImputationModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.ejml.data.FMatrixRMaj;

/**
 * Rows that a fitted model makes up: z from its prior, then every value from the data head with its noise. They show what the
 * model believes the complete data to be, the cells that nobody sees included. Source: GINA, section 6.1 and figure 3.
 *
 * <p>Carried out as a draw of one sample from a row with nothing observed, the prior its own proposal and the holes taken as
 * saying nothing.
 */
public final class Generation {

    private Generation() {}

    /**
     * A made-up row for each row of {@code like}, [rows x columns], nothing missing. Of {@code like} only the side information is
     * read that a conditional prior needs; its number of rows and formatting are kept. A row's values depend on its number and
     * the seed.
     *
     * @throws IllegalArgumentException where the model is not of this family, or of a table whose columns are all constant
     */
    public static Table rows(ImputationModel model, Table like, long seed, int threads) {
        LatentArchitecture.Trained trained = LatentArchitecture.Trained.of(model).orElseThrow(() -> new IllegalArgumentException(
                "model " + model.name() + " of this table cannot make up rows; " + LatentModels.names() + " can"));
        Encoded encoded = trained.encoding().encode(like);
        int rows = encoded.rows();
        LatentPrior prior = trained.spec().prior().freeze(trained.weights(), trained.spec().latent(), rows,
                trained.auxiliary(encoded).data);
        long[] keys = IntStream.range(0, rows).mapToLong(Philox::mix).toArray();
        SamplingRequest.Builder request = SamplingRequest.builder(rows).prior(prior)
                .values(new float[rows * encoded.features()], new float[rows * encoded.columns()])
                .noise(new Noise.Keyed(Philox.key(seed, "made-up rows"), keys)).samples(1).draws(1).threads(threads);
        if (prior instanceof LatentPrior.PerRow conditional) {
            request.posterior(conditional.mean(), conditional.logVariance());
        } else {
            request.posterior(new float[rows * trained.spec().latent()], new float[rows * trained.spec().latent()]);
        }
        float[] drawn = ImportanceSampler.cpu().sample(trained.spec().freezeWithoutMissingness(trained.weights()),
                request.build())
                .draws().get(0);
        return trained.encoding().decode(emptied(like), FMatrixRMaj.wrap(rows, encoded.features(), drawn));
    }

    private static Table emptied(Table table) {
        BitSet all = new BitSet(table.rows());
        all.set(0, table.rows());
        BitSet[] columns = new BitSet[table.columnCount()];
        Arrays.fill(columns, all);
        return table.hiding(Cells.of(table.rows(), columns));
    }
}
