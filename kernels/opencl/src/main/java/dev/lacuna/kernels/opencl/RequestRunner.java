package dev.lacuna.kernels.opencl;

import dev.lacuna.kernels.sampling.FrozenNetwork;
import dev.lacuna.kernels.sampling.SamplingOutput;
import dev.lacuna.kernels.sampling.SamplingRequest;
import dev.lacuna.kernels.sampling.SamplingResult;
import dev.lacuna.kernels.sampling.Stopping;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;

/** The host's side of one request: fills launches with units of many rows, folds what comes back, and collects the draws. */
final class RequestRunner {
    /** Under a stopping rule a row first gets this many chunks of each category, then as many again as it has had. */
    private static final int FIRST_CHUNKS = 4;

    private final FrozenNetwork network;
    private final SamplingRequest request;
    private final DeviceRun device;
    private final SamplingOutput results;
    private final Draws draws;
    private final int[] rows;
    private int nextRow;
    /** Rows that have samples left. */
    private final Deque<RowSums> waiting = new ArrayDeque<>();
    private final RowSums[] unitRow;
    private final int[] unitCategory;
    private final int[] unitFirst;
    private int units;

    RequestRunner(FrozenNetwork network, SamplingRequest request, DeviceRun device, int[] rows) {
        this.network = network;
        this.request = request;
        this.device = device;
        this.rows = rows;
        results = new SamplingOutput(request);
        draws = new Draws(network, request, device, results);
        unitRow = new RowSums[device.unitCapacity()];
        unitCategory = new int[unitRow.length];
        unitFirst = new int[unitRow.length];
    }

    SamplingResult run() {
        while (fill()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("importance sampling was interrupted");
            }
            launch();
            draws.evaluate(false);
        }
        draws.evaluate(true);
        return results.toResult();
    }

    /** Takes chunks of row after row until the launch is full; whether there is anything to launch. */
    private boolean fill() {
        units = 0;
        Deque<RowSums> served = new ArrayDeque<>();
        while (units + network.categories() <= unitRow.length && (!waiting.isEmpty() || nextRow < rows.length)) {
            RowSums row = waiting.isEmpty() ? new RowSums(network, request, rows[nextRow++]) : waiting.removeFirst();
            int chunks = request.stopping() instanceof Stopping.Never ? Integer.MAX_VALUE
                    : Math.max(FIRST_CHUNKS, row.nextSample() / SamplingKernel.UNIT);
            while (chunks > 0 && !row.allTaken() && units + network.categories() <= unitRow.length) {
                addChunk(row);
                chunks--;
            }
            served.addLast(row);
        }
        waiting.addAll(served);
        return units > 0;
    }

    private void addChunk(RowSums row) {
        for (int c = 0; c < network.categories(); c++) {
            unitRow[units] = row;
            unitCategory[units] = c;
            unitFirst[units] = row.nextSample();
            units++;
        }
        row.taken(SamplingKernel.UNIT);
    }

    private void launch() {
        int lanes = DeviceRun.roundUp(units * SamplingKernel.UNIT);
        for (int u = 0; u < units; u++) {
            for (int i = 0; i < SamplingKernel.UNIT; i++) {
                int sample = unitFirst[u] + i;
                device.lane(lanes, u * SamplingKernel.UNIT + i, unitRow[u].row, unitCategory[u],
                        sample < request.samples() ? sample : -1);
            }
        }
        for (int lane = units * SamplingKernel.UNIT; lane < lanes; lane++) {
            device.lane(lanes, lane, unitRow[0].row, 0, -1);
        }
        float[] sums = device.weigh(lanes);
        float[] logWeights = request.draws() > 0 ? device.logWeights() : new float[0];
        int stride = SamplingKernel.HEADER + 3 * network.features();
        for (int u = 0; u < units; u++) {
            RowSums row = unitRow[u];
            if (!row.finished()) {
                int samples = Math.min(SamplingKernel.UNIT, request.samples() - unitFirst[u]);
                row.fold(sums, u * stride, samples);
                draws.resample(row, unitCategory[u], unitFirst[u], samples, logWeights, u * SamplingKernel.UNIT, lanes);
                if (row.finished()) {
                    row.write(results);
                    waiting.remove(row);
                    draws.add(row);
                }
            }
        }
    }
}
