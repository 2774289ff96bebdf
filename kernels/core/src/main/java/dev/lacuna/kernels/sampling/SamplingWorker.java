package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.IntSupplier;

/**
 * One thread's share of a request: takes rows, fills blocks with their chunks, and weighs them. Owns all scratch
 * memory; nothing is allocated after construction.
 */
final class SamplingWorker implements Runnable {
    private final FrozenNetwork network;
    private final IntSupplier nextRow;
    private final SamplingOutput output;
    private final NoiseStreams noise;
    private final SampleBlock block;
    private final Decoder decoder;
    private final MissingnessTerm missingness;
    private final CompletedValues completed;
    private final float[] partnerNoise = new float[ImportanceSampler.CHUNK];
    /** The first {@code active} are in flight. */
    private final SampledRow[] rows;
    private int active;

    /** {@code nextRow} gives the next row to weigh, or -1 when there is none; several workers share it. */
    SamplingWorker(Kernels kernels, FrozenNetwork network, SamplingRequest request, IntSupplier nextRow, SamplingOutput output,
            int chunksPerBlock, int rowsInFlight) {
        this.network = network;
        this.nextRow = nextRow;
        this.output = output;
        FeatureLayout layout = new FeatureLayout(network);
        noise = new NoiseStreams(kernels, network, request);
        block = new SampleBlock(chunksPerBlock, network.latent());
        decoder = new Decoder(kernels, network, layout, block.capacity());
        missingness = MissingnessTerm.of(kernels, network, layout, block.capacity());
        completed = missingness.values();
        rows = new SampledRow[rowsInFlight];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new SampledRow(kernels, network, request, layout, noise, block.capacity());
        }
    }

    @Override public void run() {
        while (takeRows()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("importance sampling was interrupted");
            }
            dealChunks();
            computeLogWeights();
            weighRows();
        }
    }

    /** Whether there is a row to work on. */
    private boolean takeRows() {
        int row = 0;
        while (active < rows.length && row >= 0) {
            row = nextRow.getAsInt();
            if (row >= 0) {
                rows[active].start(row);
                missingness.start(rows[active++]);
            }
        }
        return active > 0;
    }

    /**
     * Fills the block with chunks of all rows in turn: a stopping rule is looked at before a row gets its next chunk, unless rows
     * run out, and the rows of a block are mostly at the same category.
     */
    private void dealChunks() {
        block.clear();
        int before = -1;
        while (!block.full() && block.chunks > before) {
            before = block.chunks;
            for (int i = 0; i < active && !block.full(); i++) {
                if (!rows[i].exhausted()) {
                    rows[i].addNextChunk(block);
                }
            }
        }
    }

    private void computeLogWeights() {
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            block.row[chunk].drawLatent(block, chunk, noise);
        }
        decoder.run(block);
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            decoder.main.addLogLikelihood(block, chunk, decoder.scale);
            if (decoder.missing != decoder.main) {
                decoder.missing.addLogLikelihood(block, chunk, decoder.scale);
            }
        }
        if (network.missingness().readsValues()) {
            for (int chunk = 0; chunk < block.chunks; chunk++) {
                complete(chunk);
            }
        }
        missingness.add(block, decoder);
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            block.finish(chunk);
        }
    }

    /** Folds the block into its rows; those that are finished are written and make place. */
    private void weighRows() {
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            SampledRow row = block.row[chunk];
            if (!row.finished()) {
                row.weigh(block, chunk, decoder, completed);
            }
        }
        for (int i = active - 1; i >= 0; i--) {
            if (rows[i].finished()) {
                SampledRow finished = rows[i];
                finished.write(output);
                active--;
                rows[i] = rows[active];
                rows[active] = finished;
            }
        }
    }

    /** x = observed value, or sample, mean or probability, for the missingness model. */
    private void complete(int chunk) {
        SampledRow row = block.row[chunk];
        int at = block.offset[chunk];
        int count = block.count[chunk];
        float[] array = completed.array;
        for (int e = 0; completed.whole && e < network.features(); e++) {
            Arrays.fill(array, e * decoder.row + at, e * decoder.row + at + count, row.x[e]);
        }
        for (int i = 0; i < row.missingDiscrete.size; i++) {
            int from = row.missingDiscrete.item[i] * decoder.row + at;
            System.arraycopy(decoder.missing.probability, from, array, from, count);
        }
        for (int i = 0; i < row.missingReal.size; i++) {
            completeReal(chunk, row.missingReal.item[i]);
        }
    }

    private void completeReal(int chunk, int feature) {
        int row = block.row[chunk].index;
        int count = block.count[chunk];
        int at = feature * decoder.row + block.offset[chunk];
        float[] array = completed.array;
        float[] mean = decoder.missing.outputs();
        int meanAt = decoder.missing.offset + at;
        if (network.mixing() == Mixing.MEAN) {
            System.arraycopy(mean, meanAt, array, at, count);
            return;
        }
        Scale scale = decoder.scale;
        int stratum = block.stratum[chunk];
        noise.values(row, stratum, feature, block.first[chunk], count, array, at);
        if (network.kind(feature) == FeatureKind.STUDENT_T) {
            noise.toStudentT(row, stratum, feature, block.first[chunk], count, array, at, partnerNoise, scale.degrees(),
                    scale.degreesOffset + at);
        }
        float[] std = scale.std();
        int stdAt = scale.stdOffset + at;
        for (int s = 0; s < count; s++) {
            array[at + s] = mean[meanAt + s] + std[stdAt + s] * array[at + s];
        }
    }
}
