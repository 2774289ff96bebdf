package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The provider that starts in plain Java and changes to vectors in flight. */
class WarmingKernelsTest {

    private final Kernels plain = Kernels.plain();
    private final Kernels vector = Kernels.vector().orElseThrow();
    private final List<Runnable> asked = new ArrayList<>();

    @Test
    void kernel_calledAgainAfterTheDelay_asksOnceForItsWarmUp() {
        WarmingKernels kernels = new WarmingKernels(plain, vector, asked::add, 0, 0);
        kernels.exp(new float[1], 0, new float[1], 0, 1);
        kernels.exp(new float[1], 0, new float[1], 0, 1);
        kernels.exp(new float[1], 0, new float[1], 0, 1);
        assertEquals(1, asked.size());
    }

    @Test
    void kernel_ofAShortJob_asksForNothing() {
        WarmingKernels kernels = new WarmingKernels(plain, vector, asked::add, Long.MAX_VALUE, 0);
        for (int i = 0; i < 10; i++) {
            kernels.exp(new float[1], 0, new float[1], 0, 1);
        }
        assertTrue(asked.isEmpty());
    }

    @Test
    void kernel_whoseVectorsNeverWin_staysPlain() {
        WarmingKernels kernels = new WarmingKernels(plain, vector, Runnable::run, 0, 0);
        kernels.tanh(new float[1], 0, new float[1], 0, 1);
        assertFalse(kernels.isHot(Warmup.TANH));
    }

    @Test
    void everyWarmUp_onBothProviders_runs() {
        Warmup.Buffers buffers = new Warmup.Buffers();
        for (Warmup kernel : Warmup.values()) {
            kernel.run(plain, buffers);
            kernel.run(vector, buffers);
        }
    }

    @Test
    void fixedWorkload_throughIt_hasTheOneHash() {
        assertEquals(SameBitsTest.HASH, SameBitsTest.hash(new WarmingKernels(plain, vector, asked::add, 0, 0)));
    }

    @Test
    void affineLayerAndBackward_eachActivation_haveTheirOwnWarmUp() {
        for (Activation f : Activation.values()) {
            assertEquals("AFFINE_" + f, Warmup.affine(f).name());
            assertEquals("BACKWARD_" + f, Warmup.backward(f).name());
            assertEquals("LAYER_" + f, Warmup.layer(f).name());
        }
    }
}
