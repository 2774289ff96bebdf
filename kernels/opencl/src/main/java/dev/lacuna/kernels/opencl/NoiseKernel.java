package dev.lacuna.kernels.opencl;

/**
 * Standard normal numbers on the device: the Philox 4x32-10 blocks and the Box-Muller steps of the processor's generator, with
 * the device's own logarithm and square root. Java that Aparapi turns into OpenCL: no break, switch, lambda or object.
 *
 * <p>No integer operation here overflows. Java would wrap; in OpenCL C, as which this is compiled, the overflow of a signed
 * number is undefined, and PoCL's compiler was seen to turn the sign of some of the sines.
 */
abstract class NoiseKernel extends KernelState {
    /** The multipliers 0xD2511F53 and 0xCD9E8D57 in halves. */
    private static final long MULTIPLIER_0_HIGH = 0xD251L;
    private static final long MULTIPLIER_0_LOW = 0x1F53L;
    private static final long MULTIPLIER_1_HIGH = 0xCD9EL;
    private static final long MULTIPLIER_1_LOW = 0x8D57L;
    private static final long WEYL_0 = 0x9E3779B9L;
    private static final long WEYL_1 = 0xBB67AE85L;
    private static final long LOW_WORD = 0xFFFFFFFFL;
    private static final int ROUNDS = 10;
    /** Quadrant steps of 2^-22 pi / 4. */
    private static final float ANGLE_STEP = 0x1.921fb6p-23f;
    private static final int QUADRANT_CENTRE = 0x20000000;
    private static final int QUADRANT_MASK = 0x3FFFFFFF;

    void copyGiven(int p, int lane, int j) {
        if (j < program[p + 3]) {
            scratch[(program[p + 2] + j) * lanes + lane] = given[(program[p + 1] + j) * lanes + lane];
        }
    }

    /** Position c 2^48 + l H4 + 4 b of the row's stream, four elements to a block. */
    void latentNoise(int p, int lane, int b) {
        int blocks = program[p + 4];
        if (b < blocks) {
            int row = laneTable[lane];
            long block = ((long) laneTable[lanes + lane] << 46) + (long) laneTable[2 * lanes + lane] * (long) blocks + (long) b;
            normals(program[p + 1], program[p + 2], rowKeys[2 * row], rowKeys[2 * row + 1], block,
                    (program[p + 3] + 4 * b) * lanes + lane, lanes, -1);
        }
    }

    /** Position (c E + e) 2^32 + l, for missing real features. */
    void valueNoise(int p, int lane, int e) {
        if (e < features) {
            int row = laneTable[lane];
            int kind = layout[e];
            int sample = laneTable[2 * lanes + lane];
            if (observed[row * columns + layout[features + e]] == 0f && (kind == GAUSSIAN || kind == STUDENT_T)) {
                long block = ((long) (laneTable[lanes + lane] * features + e) << 30) + (long) (sample >> 2);
                normals(program[p + 1], program[p + 2], rowKeys[2 * row], rowKeys[2 * row + 1], block,
                        (program[p + 3] + e) * lanes + lane, lanes, sample & 3);
            }
        }
    }

    /**
     * The four normals of the block named by (key, stream, block), each into {@code scratch[at + i * stride]} if {@code single}
     * is negative, else only number {@code single}, into {@code scratch[at]}.
     */
    void normals(int keyLow, int keyHigh, int streamLow, int streamHigh, long block, int at, int stride, int single) {
        int c0 = (int) block;
        int c1 = (int) (block >>> 32);
        int c2 = streamLow;
        int c3 = streamHigh;
        int k0 = keyLow;
        int k1 = keyHigh;
        for (int round = 0; round < ROUNDS; round++) {
            long low0 = (c0 & LOW_WORD) * MULTIPLIER_0_LOW;
            long high0 = (c0 & LOW_WORD) * MULTIPLIER_0_HIGH + (low0 >>> 16);
            long low1 = (c2 & LOW_WORD) * MULTIPLIER_1_LOW;
            long high1 = (c2 & LOW_WORD) * MULTIPLIER_1_HIGH + (low1 >>> 16);
            c0 = (int) (high1 >>> 16) ^ c1 ^ k0;
            c1 = (int) (((high1 & 0xFFFFL) << 16) | (low1 & 0xFFFFL));
            c2 = (int) (high0 >>> 16) ^ c3 ^ k1;
            c3 = (int) (((high0 & 0xFFFFL) << 16) | (low0 & 0xFFFFL));
            k0 = (int) (k0 + WEYL_0);
            k1 = (int) (k1 + WEYL_1);
        }
        if (single < 0) {
            float first = radius(c0);
            float second = radius(c1);
            scratch[at] = first * angle(c2, 0);
            scratch[at + stride] = second * angle(c3, 0);
            scratch[at + 2 * stride] = first * angle(c2, 1);
            scratch[at + 3 * stride] = second * angle(c3, 1);
        } else {
            int evenWord = (single & 1) == 0 ? c0 : c1;
            int angleWord = (single & 1) == 0 ? c2 : c3;
            scratch[at] = radius(evenWord) * angle(angleWord, single >> 1);
        }
    }

    /** The square root of -2 ln u, u having 32 bits from 2^-33 to 1. */
    float radius(int word) {
        float high = (float) (word >>> 16);
        float low = (float) (word & 0xFFFF);
        float u = high * 0x1p-16f + (low * 0x1p-32f + 0x1p-33f);
        return sqrt(-2f * log(u));
    }

    /** The cosine (part 0) or sine (part 1) of the word's angle, by polynomials on an eighth of the circle. */
    float angle(int word, int part) {
        int centred = (int) ((long) word + QUADRANT_CENTRE);
        int quadrant = centred >>> 30;
        int step = ((centred & QUADRANT_MASK) - QUADRANT_CENTRE) >> 7;
        float x = ((float) step + 0.5f) * ANGLE_STEP;
        float z = x * x;
        float sine = ((-0x1.9956b6p-13f * z + 0x1.11077ep-7f) * z - 0x1.555546p-3f) * (x * z) + x;
        float cosine = ((0x1.99e0ecp-16f * z - 0x1.6c0c1ap-10f) * z + 0x1.55554ap-5f) * (z * z) + (1f - 0.5f * z);
        // cosine of the quadrants 0 to 3: c, -s, -c, s; sine is the cosine one quadrant back
        int turned = (quadrant + 3 * part) & 3;
        float value = (turned & 1) == 0 ? cosine : sine;
        return ((turned + 1) & 2) == 0 ? value : -value;
    }
}
