package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.concurrent.CancellationException;
import java.util.function.IntSupplier;

/**
 * One thread's share of a request: takes rows one by one, fills blocks with their chunks, and weighs them. Owns all scratch
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
    private final float[] valueNoise = new float[ImportanceSampler.CHUNK];
    private final float[] partnerNoise = new float[ImportanceSampler.CHUNK];
    /** Rows in flight: each chunk of a block may be of another row. */
    private final SampledRow[] idle;
    private int idleCount;

    /** {@code nextRow} gives the next row to weigh, or -1 when there is none; several workers share it. */
    SamplingWorker(Kernels kernels, FrozenNetwork network, SamplingRequest request, IntSupplier nextRow, SamplingOutput output,
            int chunksPerBlock) {
        this.network = network;
        this.nextRow = nextRow;
        this.output = output;
        FeatureLayout layout = new FeatureLayout(network);
        noise = new NoiseStreams(kernels, network, request);
        block = new SampleBlock(chunksPerBlock, network.latent());
        decoder = new Decoder(kernels, network, layout, block.capacity());
        missingness = MissingnessTerm.of(kernels, network, layout, block.capacity());
        completed = missingness.values();
        idle = new SampledRow[chunksPerBlock];
        for (int i = 0; i < idle.length; i++) {
            idle[idleCount++] = new SampledRow(kernels, network, request, layout, noise);
        }
    }

    @Override public void run() {
        SampledRow current = null;
        while (true) {
            block.clear();
            while (!block.full()) {
                if (current == null || current.exhausted()) {
                    int row = nextRow.getAsInt();
                    if (row < 0) {
                        break;
                    }
                    current = idle[--idleCount];
                    current.start(row);
                }
                current.addNextChunk(block);
            }
            if (block.chunks == 0) {
                return;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("importance sampling was interrupted");
            }
            computeLogWeights();
            current = weighRows(current);
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
    }

    /** Folds the block into its rows, writes those that are finished, and returns the one that goes on, if any. */
    private SampledRow weighRows(SampledRow last) {
        SampledRow goesOn = last;
        for (int chunk = 0; chunk < block.chunks; chunk++) {
            SampledRow row = block.row[chunk];
            if (row.finished()) {
                continue;
            }
            row.weigh(block, chunk, decoder, completed);
            if (row.finished()) {
                row.write(output);
                idle[idleCount++] = row;
                goesOn = row == last ? null : goesOn;
            }
        }
        return goesOn;
    }

    /** x = observed value, or sample, mean or probability, for the missingness model. */
    private void complete(int chunk) {
        SampledRow row = block.row[chunk];
        int from = block.offset[chunk];
        int count = block.count[chunk];
        int features = network.features();
        float[] expected = decoder.missing.expected;
        for (int s = from; s < from + count; s++) {
            int to = s * completed.stride;
            System.arraycopy(row.x, 0, completed.array, to, features);
            for (int i = 0; i < row.missingDiscrete.size; i++) {
                int e = row.missingDiscrete.item[i];
                completed.array[to + e] = expected[s * features + e];
            }
        }
        for (int i = 0; i < row.missingReal.size; i++) {
            completeReal(chunk, row.missingReal.item[i]);
        }
    }

    private void completeReal(int chunk, int feature) {
        int row = block.row[chunk].index;
        int from = block.offset[chunk];
        int count = block.count[chunk];
        int features = network.features();
        float[] expected = decoder.missing.expected;
        Scale scale = decoder.scale;
        if (network.mixing() == Mixing.MEAN) {
            for (int s = from; s < from + count; s++) {
                completed.array[s * completed.stride + feature] = expected[s * features + feature];
            }
            return;
        }
        int category = block.category[chunk];
        noise.values(row, category, feature, block.first[chunk], count, valueNoise);
        if (network.kind(feature) == FeatureKind.STUDENT_T) {
            noise.toStudentT(row, category, feature, block.first[chunk], count, valueNoise, partnerNoise, scale.degrees,
                    from * features);
        }
        for (int s = from; s < from + count; s++) {
            completed.array[s * completed.stride + feature] = expected[s * features + feature]
                    + scale.std[s * scale.stride + feature] * valueNoise[s - from];
        }
    }
}
