package dev.lacuna.kernels.sampling;

import dev.lacuna.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Importance sampling on {@link Kernels}. The samples of a block go through each layer as one product; rows are shared out to
 * threads as they come free. A row's numbers do not depend on the block, the thread, or the other rows.
 */
final class CpuSampler implements ImportanceSampler {
    /** 256 samples in a block: calls cost nothing beside their work, and two layers 128 wide take 256 KiB of the cache. */
    private static final int CHUNKS_PER_BLOCK = 4;
    /** Wider networks take fewer samples, so that a layer's activations stay near 256 KiB. */
    private static final int FLOATS_PER_LAYER = 1 << 16;

    private final Kernels kernels;
    private final int chunksPerBlock;

    CpuSampler(Kernels kernels) {
        this(kernels, CHUNKS_PER_BLOCK);
    }

    CpuSampler(Kernels kernels, int chunksPerBlock) {
        this.kernels = kernels;
        this.chunksPerBlock = chunksPerBlock;
    }

    @Override public String name() {
        return "cpu (" + kernels.name() + ")";
    }

    @Override public SamplingResult sample(FrozenNetwork network, SamplingRequest request) {
        request.requireFits(network);
        SamplingOutput output = new SamplingOutput(request);
        int[] rows = request.rowsToWeigh(network);
        AtomicInteger next = new AtomicInteger();
        IntSupplier nextRow = () -> {
            int i = next.getAndIncrement();
            return i < rows.length ? rows[i] : -1;
        };
        int threads = Math.min(request.threads(), Math.max(rows.length, 1));
        int chunks = blockSize(network);
        int rowsInFlight = Math.max(1, Math.min(rowsOfBlock(network, request, chunks), (rows.length + threads - 1) / threads));
        List<SamplingWorker> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(new SamplingWorker(kernels, network, request, nextRow, output, chunks, rowsInFlight));
        }
        if (threads == 1) {
            workers.get(0).run();
        } else {
            runAll(workers, next, rows.length);
        }
        return output.toResult();
    }

    /**
     * As few rows as fill a block, so that threads finish together; where a rule may stop a row after any chunk, a row for each
     * chunk of the block.
     */
    private static int rowsOfBlock(FrozenNetwork network, SamplingRequest request, int chunks) {
        long chunksPerRow = (request.samples() + CHUNK - 1L) / CHUNK * request.strata(network);
        return request.stopping() instanceof Stopping.Never ? (int) Math.max(1, chunks / chunksPerRow) : chunks;
    }

    private int blockSize(FrozenNetwork network) {
        int width = Math.max(network.features(), network.trunk().stream().mapToInt(DenseLayer::outputs).max().orElse(1));
        return Math.max(1, Math.min(chunksPerBlock, FLOATS_PER_LAYER / width / CHUNK));
    }

    /** Runs the workers on threads of their own; the first failure stops the others and is thrown. */
    private static void runAll(List<SamplingWorker> workers, AtomicInteger next, int rows) {
        ExecutorService pool = Executors.newFixedThreadPool(workers.size(), task -> {
            Thread thread = new Thread(task, "lacuna-sampling");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (SamplingWorker worker : workers) {
                tasks.add(() -> {
                    try {
                        worker.run();
                        return null;
                    } finally {
                        // after a failure the others find no further row; after success there is none anyway
                        next.set(rows);
                    }
                });
            }
            for (Future<Void> done : pool.invokeAll(tasks)) {
                done.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("importance sampling was interrupted");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) e.getCause();
        } finally {
            stop(pool);
        }
    }

    /** Waits for the workers even when interrupted: they still read the request's arrays, for one block at most. */
    private static void stop(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
