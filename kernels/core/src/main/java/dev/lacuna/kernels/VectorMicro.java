package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost products: a few rows of A, read in place, times a packed panel of B, sums held in registers. Written by
 * {@code VectorMicroTemplate} in the tests: change that.
 *
 * <p>Row r of A starts at a_r and has k terms; row p of the panel stands at bOffset + p · panel width; row r of C starts at c_r.
 * {@code last} is the column of the last vector, which may overlap the one before it where the width is ragged: both compute
 * the same bits there. {@code load} starts from C instead of 0. Only the first {@code rows} rows are stored; callers repeat
 * the last row's offsets for the others.
 *
 * <p>Of Aᵀ, packed [k x PANEL_ROWS], the rows are those from aOffset on: the same line of the cache serves them all.
 *
 * <p>At most 16 sums: with 24, C1 of JDK 17 gives up ("out of virtual registers"), C2 never sees the method, and a layer takes
 * 57 ms instead of 0.34. Written out because an array of Vectors, or a helper that takes one, would be boxed.
 */
final class VectorMicro {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();
    /** Rows of a panel of Aᵀ. */
    static final int PANEL_ROWS = Math.max(8, LANES);

    private VectorMicro() {}

    /** C[4 x 4 vectors]; see the class. */
    static void rows4vectors4(float[] a, int a0, int a1, int a2, int a3, int k, float[] b, int bOffset, float[] c, int c0,
            int c1, int c2, int c3, int last, boolean load, int rows) {
        FloatVector s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + 2 * LANES);
            s03 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + 2 * LANES);
            s13 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + 2 * LANES);
            s23 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + 2 * LANES);
            s33 = FloatVector.fromArray(S, c, c3 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s02 = FloatVector.zero(S);
            s03 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s12 = FloatVector.zero(S);
            s13 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s22 = FloatVector.zero(S);
            s23 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s32 = FloatVector.zero(S);
            s33 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            s03 = x0.fma(b3, s03);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            s13 = x1.fma(b3, s13);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            s23 = x2.fma(b3, s23);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
            s33 = x3.fma(b3, s33);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + 2 * LANES);
            s13.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + 2 * LANES);
            s23.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + 2 * LANES);
            s33.intoArray(c, c3 + last);
        }
    }

    /** C[4 x 3 vectors]; see the class. */
    static void rows4vectors3(float[] a, int a0, int a1, int a2, int a3, int k, float[] b, int bOffset, float[] c, int c0,
            int c1, int c2, int c3, int last, boolean load, int rows) {
        FloatVector s00, s01, s02, s10, s11, s12, s20, s21, s22, s30, s31, s32;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s02 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s12 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s22 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s32 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES) + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + last);
        }
    }

    /** C[8 x 2 vectors]; see the class. */
    static void rows8vectors2(float[] a, int a0, int a1, int a2, int a3, int a4, int a5, int a6, int a7, int k, float[] b,
            int bOffset, float[] c, int c0, int c1, int c2, int c3, int c4, int c5, int c6, int c7, int last, boolean load,
            int rows) {
        FloatVector s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + last);
            s40 = FloatVector.fromArray(S, c, c4);
            s41 = FloatVector.fromArray(S, c, c4 + last);
            s50 = FloatVector.fromArray(S, c, c5);
            s51 = FloatVector.fromArray(S, c, c5 + last);
            s60 = FloatVector.fromArray(S, c, c6);
            s61 = FloatVector.fromArray(S, c, c6 + last);
            s70 = FloatVector.fromArray(S, c, c7);
            s71 = FloatVector.fromArray(S, c, c7 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s40 = FloatVector.zero(S);
            s41 = FloatVector.zero(S);
            s50 = FloatVector.zero(S);
            s51 = FloatVector.zero(S);
            s60 = FloatVector.zero(S);
            s61 = FloatVector.zero(S);
            s70 = FloatVector.zero(S);
            s71 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + p]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + p]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + last);
        }
        if (rows > 4) {
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + last);
        }
        if (rows > 5) {
            s50.intoArray(c, c5);
            s51.intoArray(c, c5 + last);
        }
        if (rows > 6) {
            s60.intoArray(c, c6);
            s61.intoArray(c, c6 + last);
        }
        if (rows > 7) {
            s70.intoArray(c, c7);
            s71.intoArray(c, c7 + last);
        }
    }

    /** C[8 x 1 vectors]; see the class. */
    static void rows8vectors1(float[] a, int a0, int a1, int a2, int a3, int a4, int a5, int a6, int a7, int k, float[] b,
            int bOffset, float[] c, int c0, int c1, int c2, int c3, int c4, int c5, int c6, int c7, boolean load, int rows) {
        FloatVector s00, s10, s20, s30, s40, s50, s60, s70;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s10 = FloatVector.fromArray(S, c, c1);
            s20 = FloatVector.fromArray(S, c, c2);
            s30 = FloatVector.fromArray(S, c, c3);
            s40 = FloatVector.fromArray(S, c, c4);
            s50 = FloatVector.fromArray(S, c, c5);
            s60 = FloatVector.fromArray(S, c, c6);
            s70 = FloatVector.fromArray(S, c, c7);
        } else {
            s00 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s40 = FloatVector.zero(S);
            s50 = FloatVector.zero(S);
            s60 = FloatVector.zero(S);
            s70 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + p]);
            s00 = x0.fma(b0, s00);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + p]);
            s10 = x1.fma(b0, s10);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + p]);
            s20 = x2.fma(b0, s20);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + p]);
            s30 = x3.fma(b0, s30);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + p]);
            s40 = x4.fma(b0, s40);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + p]);
            s50 = x5.fma(b0, s50);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + p]);
            s60 = x6.fma(b0, s60);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + p]);
            s70 = x7.fma(b0, s70);
        }
        s00.intoArray(c, c0);
        if (rows > 1) {
            s10.intoArray(c, c1);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
        }
        if (rows > 4) {
            s40.intoArray(c, c4);
        }
        if (rows > 5) {
            s50.intoArray(c, c5);
        }
        if (rows > 6) {
            s60.intoArray(c, c6);
        }
        if (rows > 7) {
            s70.intoArray(c, c7);
        }
    }

    /** C[4 x 4 vectors] of a packed Aᵀ; see the class. */
    static void transposedRows4vectors4(float[] a, int aOffset, int k, float[] b, int bOffset, float[] c, int c0, int c1, int c2,
            int c3, int last, boolean load, int rows) {
        FloatVector s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + 2 * LANES);
            s03 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + 2 * LANES);
            s13 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + 2 * LANES);
            s23 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + 2 * LANES);
            s33 = FloatVector.fromArray(S, c, c3 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s02 = FloatVector.zero(S);
            s03 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s12 = FloatVector.zero(S);
            s13 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s22 = FloatVector.zero(S);
            s23 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s32 = FloatVector.zero(S);
            s33 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + 2 * LANES);
            FloatVector b3 = FloatVector.fromArray(S, b, bOffset + p * (4 * LANES) + 3 * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            s03 = x0.fma(b3, s03);
            FloatVector x1 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            s13 = x1.fma(b3, s13);
            FloatVector x2 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            s23 = x2.fma(b3, s23);
            FloatVector x3 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
            s33 = x3.fma(b3, s33);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + 2 * LANES);
            s13.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + 2 * LANES);
            s23.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + 2 * LANES);
            s33.intoArray(c, c3 + last);
        }
    }

    /** C[4 x 3 vectors] of a packed Aᵀ; see the class. */
    static void transposedRows4vectors3(float[] a, int aOffset, int k, float[] b, int bOffset, float[] c, int c0, int c1, int c2,
            int c3, int last, boolean load, int rows) {
        FloatVector s00, s01, s02, s10, s11, s12, s20, s21, s22, s30, s31, s32;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s02 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s12 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s22 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s32 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(S, b, bOffset + p * (3 * LANES) + 2 * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            s02 = x0.fma(b2, s02);
            FloatVector x1 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            s12 = x1.fma(b2, s12);
            FloatVector x2 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            s22 = x2.fma(b2, s22);
            FloatVector x3 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            s32 = x3.fma(b2, s32);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + last);
        }
    }

    /** C[8 x 2 vectors] of a packed Aᵀ; see the class. */
    static void transposedRows8vectors2(float[] a, int aOffset, int k, float[] b, int bOffset, float[] c, int c0, int c1, int c2,
            int c3, int c4, int c5, int c6, int c7, int last, boolean load, int rows) {
        FloatVector s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + last);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + last);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + last);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + last);
            s40 = FloatVector.fromArray(S, c, c4);
            s41 = FloatVector.fromArray(S, c, c4 + last);
            s50 = FloatVector.fromArray(S, c, c5);
            s51 = FloatVector.fromArray(S, c, c5 + last);
            s60 = FloatVector.fromArray(S, c, c6);
            s61 = FloatVector.fromArray(S, c, c6 + last);
            s70 = FloatVector.fromArray(S, c, c7);
            s71 = FloatVector.fromArray(S, c, c7 + last);
        } else {
            s00 = FloatVector.zero(S);
            s01 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s11 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s21 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s31 = FloatVector.zero(S);
            s40 = FloatVector.zero(S);
            s41 = FloatVector.zero(S);
            s50 = FloatVector.zero(S);
            s51 = FloatVector.zero(S);
            s60 = FloatVector.zero(S);
            s61 = FloatVector.zero(S);
            s70 = FloatVector.zero(S);
            s71 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(S, b, bOffset + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 4]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 5]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 6]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 7]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + last);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + last);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + last);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + last);
        }
        if (rows > 4) {
            s40.intoArray(c, c4);
            s41.intoArray(c, c4 + last);
        }
        if (rows > 5) {
            s50.intoArray(c, c5);
            s51.intoArray(c, c5 + last);
        }
        if (rows > 6) {
            s60.intoArray(c, c6);
            s61.intoArray(c, c6 + last);
        }
        if (rows > 7) {
            s70.intoArray(c, c7);
            s71.intoArray(c, c7 + last);
        }
    }

    /** C[8 x 1 vectors] of a packed Aᵀ; see the class. */
    static void transposedRows8vectors1(float[] a, int aOffset, int k, float[] b, int bOffset, float[] c, int c0, int c1, int c2,
            int c3, int c4, int c5, int c6, int c7, boolean load, int rows) {
        FloatVector s00, s10, s20, s30, s40, s50, s60, s70;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s10 = FloatVector.fromArray(S, c, c1);
            s20 = FloatVector.fromArray(S, c, c2);
            s30 = FloatVector.fromArray(S, c, c3);
            s40 = FloatVector.fromArray(S, c, c4);
            s50 = FloatVector.fromArray(S, c, c5);
            s60 = FloatVector.fromArray(S, c, c6);
            s70 = FloatVector.fromArray(S, c, c7);
        } else {
            s00 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
            s40 = FloatVector.zero(S);
            s50 = FloatVector.zero(S);
            s60 = FloatVector.zero(S);
            s70 = FloatVector.zero(S);
        }
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(S, b, bOffset + p * LANES);
            FloatVector x0 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS]);
            s00 = x0.fma(b0, s00);
            FloatVector x1 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 1]);
            s10 = x1.fma(b0, s10);
            FloatVector x2 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 2]);
            s20 = x2.fma(b0, s20);
            FloatVector x3 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 3]);
            s30 = x3.fma(b0, s30);
            FloatVector x4 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 4]);
            s40 = x4.fma(b0, s40);
            FloatVector x5 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 5]);
            s50 = x5.fma(b0, s50);
            FloatVector x6 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 6]);
            s60 = x6.fma(b0, s60);
            FloatVector x7 = FloatVector.broadcast(S, a[aOffset + p * PANEL_ROWS + 7]);
            s70 = x7.fma(b0, s70);
        }
        s00.intoArray(c, c0);
        if (rows > 1) {
            s10.intoArray(c, c1);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
        }
        if (rows > 4) {
            s40.intoArray(c, c4);
        }
        if (rows > 5) {
            s50.intoArray(c, c5);
        }
        if (rows > 6) {
            s60.intoArray(c, c6);
        }
        if (rows > 7) {
            s70.intoArray(c, c7);
        }
    }
}
