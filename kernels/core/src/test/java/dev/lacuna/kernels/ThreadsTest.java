package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ThreadsTest {

    private final SplittableRandom random = new SplittableRandom(81);

    /** Four threads write row ranges of one C; ragged stores must not spill over the border between two of them. */
    @Test
    void multiply_rowRangesInThreads_equalsOneThread() throws Exception {
        int rows = 64;
        int n = 11;
        int k = 13;
        float[] a = Workload.tame(random, rows * k);
        float[] b = Workload.tame(random, k * n);
        float[] expected = new float[rows * n];
        Kernels.plain().multiply(rows, n, k, a, 0, k, b, 0, n, expected, 0, n, false);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Kernels kernels : List.of(Kernels.plain(), Kernels.vector().orElseThrow())) {
                float[] actual = new float[rows * n];
                List<Callable<Void>> parts = new ArrayList<>();
                for (int part = 0; part < 4; part++) {
                    int from = part * 16;
                    parts.add(() -> {
                        for (int repeat = 0; repeat < 20; repeat++) {
                            kernels.multiply(16, n, k, a, from * k, k, b, 0, n, actual, from * n, n, false);
                        }
                        return null;
                    });
                }
                for (Future<Void> part : threads.invokeAll(parts)) {
                    part.get();
                }
                assertArrayEquals(expected, actual, kernels.name());
            }
        } finally {
            threads.shutdown();
        }
    }

    /** The vector form allocates nothing either once C2 has compiled it; the benchmarks show that with -prof gc. */
    @Test
    void plainKernels_afterTheFirstCall_allocateNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Warmup.Buffers buffers = new Warmup.Buffers();
        Kernels kernels = Kernels.plain();
        Runnable work = () -> {
            kernels.affine(20, 12, 9, buffers.x, 0, 9, buffers.y, 0, 12, buffers.x, 0, Activation.TANH, buffers.z, 0, 12);
            kernels.multiplyLeftTransposed(20, 40, 9, buffers.x, 0, 20, buffers.y, 0, 40, buffers.z, 0, 40, true);
            kernels.normal(1, 2, 0, buffers.z, 0, 77);
            kernels.rowSums(9, 30, buffers.x, 0, 30, buffers.z, 0);
            kernels.logSumExpColumns(5, 7, buffers.wide, 0, 7, buffers.wideOut, 0);
        };
        work.run();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        long idle = threads.getThreadAllocatedBytes(thread) - before;
        before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 100; i++) {
            work.run();
        }
        assertEquals(idle, threads.getThreadAllocatedBytes(thread) - before);
    }
}
