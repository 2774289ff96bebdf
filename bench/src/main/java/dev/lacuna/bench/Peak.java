package dev.lacuna.bench;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Prints one core's float32 peak in GFLOP/s: twelve independent chains of fused multiply-adds that never leave the registers.
 * It is the reference for {@link GemmBenchmark}'s percentages; run both in one session, on a quiet machine.
 */
public final class Peak {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;
    private static final int STEPS = 20_000;
    private static final int CALLS = 4_000;

    private Peak() {}

    public static void main(String[] arguments) {
        float[] sink = new float[S.length()];
        double best = 0;
        for (int call = 0; call < CALLS; call++) {
            long start = System.nanoTime();
            chains(sink);
            best = Math.max(best, 2.0 * CHAINS * S.length() * STEPS / (System.nanoTime() - start));
        }
        System.out.printf("one core, %d-bit vectors: %.1f GFLOP/s float32 (best of %d calls)%n", S.vectorBitSize(), best, CALLS);
    }

    private static void chains(float[] sink) {
        FloatVector a = FloatVector.broadcast(S, 1e-9f);
        FloatVector b = FloatVector.broadcast(S, 0.999f);
        FloatVector s0 = a, s1 = a, s2 = a, s3 = a, s4 = a, s5 = a, s6 = a, s7 = a, s8 = a, s9 = a, s10 = a, s11 = a;
        for (int i = 0; i < STEPS; i++) {
            s0 = s0.fma(b, a);
            s1 = s1.fma(b, a);
            s2 = s2.fma(b, a);
            s3 = s3.fma(b, a);
            s4 = s4.fma(b, a);
            s5 = s5.fma(b, a);
            s6 = s6.fma(b, a);
            s7 = s7.fma(b, a);
            s8 = s8.fma(b, a);
            s9 = s9.fma(b, a);
            s10 = s10.fma(b, a);
            s11 = s11.fma(b, a);
        }
        s0.add(s1).add(s2).add(s3).add(s4).add(s5).add(s6).add(s7).add(s8).add(s9).add(s10).add(s11).intoArray(sink, 0);
    }
}
