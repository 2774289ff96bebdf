package dev.lacuna.kernels.sampling;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.lacuna.kernels.Kernels;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class SamplingMemoryTest {
    private static final int SEED = 5;

    /**
     * On plain kernels, as vector code allocates until it is compiled. 50 times the samples may allocate what one-off class
     * loading does, not 50 bytes for each of the 2,000 further chunks.
     */
    @Test
    void allocation_moreSamples_staysFlat() {
        for (RandomNetworks.Form form : RandomNetworks.Form.values()) {
            FrozenNetwork network = RandomNetworks.network(form, SEED);
            allocated(network, 5000);
            long few = allocated(network, 640);
            long many = allocated(network, 32_000);
            assertTrue(many - few < 100_000, form + ": " + few + " bytes for 640 samples, " + many + " for 32,000");
        }
    }

    /** A thousand times the samples at one float each would be 2.4 MB for the 6 rows; buffers are those of a block. */
    @Test
    void allocation_hundredThousandSamples_asForAHundred() {
        FrozenNetwork network = RandomNetworks.network(RandomNetworks.Form.SELF_MASKING, SEED);
        allocated(network, 5000);
        long few = allocated(network, 100);
        long many = allocated(network, 100_000);
        assertTrue(many - few < 50_000, few + " bytes for 100 samples, " + many + " for 100,000");
    }

    private static long allocated(FrozenNetwork network, int samples) {
        SamplingRequest request = RandomNetworks.request(network, 6, samples, SEED).draws(3).build();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        new CpuSampler(Kernels.plain()).sample(network, request);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
