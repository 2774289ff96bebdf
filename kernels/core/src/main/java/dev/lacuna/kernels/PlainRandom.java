package dev.lacuna.kernels;

/** Philox sequences in plain Java; {@code VectorRandom} computes the same bits several blocks at a time. */
final class PlainRandom {

    private final int[] words = new int[Philox.BLOCK];
    private final float[] normals = new float[Philox.BLOCK];

    void normal(long key, long stream, long position, float[] out, int offset, int length) {
        long block = position / Philox.BLOCK;
        for (int done = 0; done < length; done += Philox.BLOCK) {
            Philox.block(key, stream, block++, words, 0);
            float r0 = BoxMuller.radius(words[0]);
            float r1 = BoxMuller.radius(words[1]);
            if (length - done >= Philox.BLOCK) {
                BoxMuller.pair(r0, words[2], out, offset + done);
                BoxMuller.pair(r1, words[3], out, offset + done + 1);
            } else {
                BoxMuller.pair(r0, words[2], normals, 0);
                BoxMuller.pair(r1, words[3], normals, 1);
                System.arraycopy(normals, 0, out, offset + done, length - done);
            }
        }
    }

    void uniform(long key, long stream, long position, float[] out, int offset, int length) {
        long block = position / Philox.BLOCK;
        for (int done = 0; done < length; done += Philox.BLOCK) {
            Philox.block(key, stream, block++, words, 0);
            int count = Math.min(Philox.BLOCK, length - done);
            for (int i = 0; i < count; i++) {
                out[offset + done + i] = (words[i] >>> 8) * 0x1p-24f;
            }
        }
    }
}
