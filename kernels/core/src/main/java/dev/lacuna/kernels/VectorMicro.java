package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost products: up to four, eight or twelve rows of C, one to four vectors wide, held in registers while the
 * inner dimension goes by. Written by {@code VectorMicroTemplate} in the tests: change that.
 *
 * <p>Term p of row r of A is a[a0 + r · aRow + p · aStep], so that A may lie in place, transposed in place, or packed. Row p of
 * B's columns starts at b0 + p · bStep, its last vector at bLast from there; row r of C at c0 + r · cRow, its last vector at
 * cLast from there. The last vector may overlap the one before it where the width is ragged: both compute the same bits there.
 * {@code load} starts from C instead of 0. {@code rows} may be less than a kernel's, whose other rows repeat the last one; k is
 * at least 1.
 *
 * <p>A single vector may be wider than C and B: rows of C from row {@code whole} on stand in the tile instead. What such a
 * kernel seldom needs stands in this object, not in its arguments: each of those costs a store and a load. Twelve rows know
 * neither {@code load} nor a bias: with both they took C2 half a second.
 *
 * <p>At most 16 sums, and no bias beside them: with 24, or with 16 more additions, C1 of JDK 17 gives up ("out of virtual
 * registers"), C2 never sees the method, and a layer takes 57 ms instead of 0.34. Written out because an array of Vectors,
 * or a helper that takes one, would be boxed. The last term always stands between the sums' loop and their stores: C2 then
 * knows the class of what is stored, without a profile.
 */
final class VectorMicro {

    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
    private static final int LANES = S.length();

    /** Rows of C that cannot be stored whole, row r at r · LANES. */
    final float[] tile = new float[12 * LANES];
    /** B's last row, where that cannot be read whole. */
    final float[] end = new float[2 * LANES];
    final float[] bias = new float[LANES];
    boolean ownEnd;
    int endAt;
    boolean biased;
    boolean load;

    /** C[up to 4 x 4 vectors]; see the class. */
    static void rows4vectors4(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bLast, int bStep,
            float[] c, int c0, int cLast, int cRow, boolean load) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        int c1 = rows > 1 ? c0 + cRow : c0;
        int c2 = rows > 2 ? c1 + cRow : c1;
        int c3 = rows > 3 ? c2 + cRow : c2;
        FloatVector s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + 2 * LANES);
            s03 = FloatVector.fromArray(S, c, c0 + cLast);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + 2 * LANES);
            s13 = FloatVector.fromArray(S, c, c1 + cLast);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + 2 * LANES);
            s23 = FloatVector.fromArray(S, c, c2 + cLast);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + 2 * LANES);
            s33 = FloatVector.fromArray(S, c, c3 + cLast);
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
        int p = 0, x = 0, y = b0;
        do {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector y1 = FloatVector.fromArray(S, b, y + LANES);
            FloatVector y2 = FloatVector.fromArray(S, b, y + 2 * LANES);
            FloatVector y3 = FloatVector.fromArray(S, b, y + bLast);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            s03 = x0.fma(y3, s03);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            s13 = x1.fma(y3, s13);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            s23 = x2.fma(y3, s23);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
            s33 = x3.fma(y3, s33);
            x += aStep;
            y += bStep;
        } while (++p < k);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + 2 * LANES);
        s03.intoArray(c, c0 + cLast);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + 2 * LANES);
            s13.intoArray(c, c1 + cLast);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + 2 * LANES);
            s23.intoArray(c, c2 + cLast);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + 2 * LANES);
            s33.intoArray(c, c3 + cLast);
        }
    }

    /** C[up to 4 x 3 vectors]; see the class. */
    static void rows4vectors3(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bLast, int bStep,
            float[] c, int c0, int cLast, int cRow, boolean load) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        int c1 = rows > 1 ? c0 + cRow : c0;
        int c2 = rows > 2 ? c1 + cRow : c1;
        int c3 = rows > 3 ? c2 + cRow : c2;
        FloatVector s00, s01, s02, s10, s11, s12, s20, s21, s22, s30, s31, s32;
        if (load) {
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + LANES);
            s02 = FloatVector.fromArray(S, c, c0 + cLast);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + LANES);
            s12 = FloatVector.fromArray(S, c, c1 + cLast);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + LANES);
            s22 = FloatVector.fromArray(S, c, c2 + cLast);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + LANES);
            s32 = FloatVector.fromArray(S, c, c3 + cLast);
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
        int p = 0, x = 0, y = b0;
        do {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector y1 = FloatVector.fromArray(S, b, y + LANES);
            FloatVector y2 = FloatVector.fromArray(S, b, y + bLast);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            s02 = x0.fma(y2, s02);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            s12 = x1.fma(y2, s12);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            s22 = x2.fma(y2, s22);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            s32 = x3.fma(y2, s32);
            x += aStep;
            y += bStep;
        } while (++p < k);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + LANES);
        s02.intoArray(c, c0 + cLast);
        if (rows > 1) {
            s10.intoArray(c, c1);
            s11.intoArray(c, c1 + LANES);
            s12.intoArray(c, c1 + cLast);
        }
        if (rows > 2) {
            s20.intoArray(c, c2);
            s21.intoArray(c, c2 + LANES);
            s22.intoArray(c, c2 + cLast);
        }
        if (rows > 3) {
            s30.intoArray(c, c3);
            s31.intoArray(c, c3 + LANES);
            s32.intoArray(c, c3 + cLast);
        }
    }

    /** C[up to 8 x 2 vectors]; see the class. */
    static void rows8vectors2(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bLast, int bStep,
            float[] c, int c0, int cLast, int cRow, boolean load) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        int a4 = rows > 4 ? a3 + aRow : a3;
        int a5 = rows > 5 ? a4 + aRow : a4;
        int a6 = rows > 6 ? a5 + aRow : a5;
        int a7 = rows > 7 ? a6 + aRow : a6;
        FloatVector s00, s01, s10, s11, s20, s21, s30, s31, s40, s41, s50, s51, s60, s61, s70, s71;
        if (load) {
            int c1 = rows > 1 ? c0 + cRow : c0;
            int c2 = rows > 2 ? c1 + cRow : c1;
            int c3 = rows > 3 ? c2 + cRow : c2;
            int c4 = rows > 4 ? c3 + cRow : c3;
            int c5 = rows > 5 ? c4 + cRow : c4;
            int c6 = rows > 6 ? c5 + cRow : c5;
            int c7 = rows > 7 ? c6 + cRow : c6;
            s00 = FloatVector.fromArray(S, c, c0);
            s01 = FloatVector.fromArray(S, c, c0 + cLast);
            s10 = FloatVector.fromArray(S, c, c1);
            s11 = FloatVector.fromArray(S, c, c1 + cLast);
            s20 = FloatVector.fromArray(S, c, c2);
            s21 = FloatVector.fromArray(S, c, c2 + cLast);
            s30 = FloatVector.fromArray(S, c, c3);
            s31 = FloatVector.fromArray(S, c, c3 + cLast);
            s40 = FloatVector.fromArray(S, c, c4);
            s41 = FloatVector.fromArray(S, c, c4 + cLast);
            s50 = FloatVector.fromArray(S, c, c5);
            s51 = FloatVector.fromArray(S, c, c5 + cLast);
            s60 = FloatVector.fromArray(S, c, c6);
            s61 = FloatVector.fromArray(S, c, c6 + cLast);
            s70 = FloatVector.fromArray(S, c, c7);
            s71 = FloatVector.fromArray(S, c, c7 + cLast);
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
        int p = 0, x = 0, y = b0;
        do {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector y1 = FloatVector.fromArray(S, b, y + bLast);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            s01 = x0.fma(y1, s01);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            s11 = x1.fma(y1, s11);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            s21 = x2.fma(y1, s21);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            s31 = x3.fma(y1, s31);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
            s40 = x4.fma(y0, s40);
            s41 = x4.fma(y1, s41);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
            s50 = x5.fma(y0, s50);
            s51 = x5.fma(y1, s51);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
            s60 = x6.fma(y0, s60);
            s61 = x6.fma(y1, s61);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
            s70 = x7.fma(y0, s70);
            s71 = x7.fma(y1, s71);
            x += aStep;
            y += bStep;
        } while (++p < k);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + cLast);
        if (rows > 1) {
            c0 += cRow;
            s10.intoArray(c, c0);
            s11.intoArray(c, c0 + cLast);
        }
        if (rows > 2) {
            c0 += cRow;
            s20.intoArray(c, c0);
            s21.intoArray(c, c0 + cLast);
        }
        if (rows > 3) {
            c0 += cRow;
            s30.intoArray(c, c0);
            s31.intoArray(c, c0 + cLast);
        }
        if (rows > 4) {
            c0 += cRow;
            s40.intoArray(c, c0);
            s41.intoArray(c, c0 + cLast);
        }
        if (rows > 5) {
            c0 += cRow;
            s50.intoArray(c, c0);
            s51.intoArray(c, c0 + cLast);
        }
        if (rows > 6) {
            c0 += cRow;
            s60.intoArray(c, c0);
            s61.intoArray(c, c0 + cLast);
        }
        if (rows > 7) {
            c0 += cRow;
            s70.intoArray(c, c0);
            s71.intoArray(c, c0 + cLast);
        }
    }

    /** C[up to 12 x 1 vector]; see the class. */
    void rows12vectors1(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] c, int c0,
            int cRow, int whole) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        int a4 = rows > 4 ? a3 + aRow : a3;
        int a5 = rows > 5 ? a4 + aRow : a4;
        int a6 = rows > 6 ? a5 + aRow : a5;
        int a7 = rows > 7 ? a6 + aRow : a6;
        int a8 = rows > 8 ? a7 + aRow : a7;
        int a9 = rows > 9 ? a8 + aRow : a8;
        int a10 = rows > 10 ? a9 + aRow : a9;
        int a11 = rows > 11 ? a10 + aRow : a10;
        FloatVector s00, s10, s20, s30, s40, s50, s60, s70, s80, s90, s100, s110;
        s00 = FloatVector.zero(S);
        s10 = FloatVector.zero(S);
        s20 = FloatVector.zero(S);
        s30 = FloatVector.zero(S);
        s40 = FloatVector.zero(S);
        s50 = FloatVector.zero(S);
        s60 = FloatVector.zero(S);
        s70 = FloatVector.zero(S);
        s80 = FloatVector.zero(S);
        s90 = FloatVector.zero(S);
        s100 = FloatVector.zero(S);
        s110 = FloatVector.zero(S);
        int p = 0, x = 0, y = b0;
        for (; p < k - 1; p++, x += aStep, y += bStep) {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
            s40 = x4.fma(y0, s40);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
            s50 = x5.fma(y0, s50);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
            s60 = x6.fma(y0, s60);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
            s70 = x7.fma(y0, s70);
            FloatVector x8 = FloatVector.broadcast(S, a[a8 + x]);
            s80 = x8.fma(y0, s80);
            FloatVector x9 = FloatVector.broadcast(S, a[a9 + x]);
            s90 = x9.fma(y0, s90);
            FloatVector x10 = FloatVector.broadcast(S, a[a10 + x]);
            s100 = x10.fma(y0, s100);
            FloatVector x11 = FloatVector.broadcast(S, a[a11 + x]);
            s110 = x11.fma(y0, s110);
        }
        FloatVector y0 = FloatVector.fromArray(S, ownEnd ? end : b, ownEnd ? endAt : y);
        FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
        s00 = x0.fma(y0, s00);
        FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
        s10 = x1.fma(y0, s10);
        FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
        s20 = x2.fma(y0, s20);
        FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
        s30 = x3.fma(y0, s30);
        FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
        s40 = x4.fma(y0, s40);
        FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
        s50 = x5.fma(y0, s50);
        FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
        s60 = x6.fma(y0, s60);
        FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
        s70 = x7.fma(y0, s70);
        FloatVector x8 = FloatVector.broadcast(S, a[a8 + x]);
        s80 = x8.fma(y0, s80);
        FloatVector x9 = FloatVector.broadcast(S, a[a9 + x]);
        s90 = x9.fma(y0, s90);
        FloatVector x10 = FloatVector.broadcast(S, a[a10 + x]);
        s100 = x10.fma(y0, s100);
        FloatVector x11 = FloatVector.broadcast(S, a[a11 + x]);
        s110 = x11.fma(y0, s110);
        s00.intoArray(whole > 0 ? c : tile, whole > 0 ? c0 : 0);
        if (rows > 1) {
            c0 += cRow;
            s10.intoArray(whole > 1 ? c : tile, whole > 1 ? c0 : LANES);
        }
        if (rows > 2) {
            c0 += cRow;
            s20.intoArray(whole > 2 ? c : tile, whole > 2 ? c0 : 2 * LANES);
        }
        if (rows > 3) {
            c0 += cRow;
            s30.intoArray(whole > 3 ? c : tile, whole > 3 ? c0 : 3 * LANES);
        }
        if (rows > 4) {
            c0 += cRow;
            s40.intoArray(whole > 4 ? c : tile, whole > 4 ? c0 : 4 * LANES);
        }
        if (rows > 5) {
            c0 += cRow;
            s50.intoArray(whole > 5 ? c : tile, whole > 5 ? c0 : 5 * LANES);
        }
        if (rows > 6) {
            c0 += cRow;
            s60.intoArray(whole > 6 ? c : tile, whole > 6 ? c0 : 6 * LANES);
        }
        if (rows > 7) {
            c0 += cRow;
            s70.intoArray(whole > 7 ? c : tile, whole > 7 ? c0 : 7 * LANES);
        }
        if (rows > 8) {
            c0 += cRow;
            s80.intoArray(whole > 8 ? c : tile, whole > 8 ? c0 : 8 * LANES);
        }
        if (rows > 9) {
            c0 += cRow;
            s90.intoArray(whole > 9 ? c : tile, whole > 9 ? c0 : 9 * LANES);
        }
        if (rows > 10) {
            c0 += cRow;
            s100.intoArray(whole > 10 ? c : tile, whole > 10 ? c0 : 10 * LANES);
        }
        if (rows > 11) {
            c0 += cRow;
            s110.intoArray(whole > 11 ? c : tile, whole > 11 ? c0 : 11 * LANES);
        }
    }

    /** C[up to 8 x 1 vector]; see the class. */
    void rows8vectors1(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] c, int c0,
            int cRow, int whole) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        int a4 = rows > 4 ? a3 + aRow : a3;
        int a5 = rows > 5 ? a4 + aRow : a4;
        int a6 = rows > 6 ? a5 + aRow : a5;
        int a7 = rows > 7 ? a6 + aRow : a6;
        FloatVector s00, s10, s20, s30, s40, s50, s60, s70;
        if (load) {
            int c1 = rows > 1 ? c0 + cRow : c0;
            int c2 = rows > 2 ? c1 + cRow : c1;
            int c3 = rows > 3 ? c2 + cRow : c2;
            int c4 = rows > 4 ? c3 + cRow : c3;
            int c5 = rows > 5 ? c4 + cRow : c4;
            int c6 = rows > 6 ? c5 + cRow : c5;
            int c7 = rows > 7 ? c6 + cRow : c6;
            s00 = FloatVector.fromArray(S, whole > 0 ? c : tile, whole > 0 ? c0 : 0);
            s10 = FloatVector.fromArray(S, whole > 1 ? c : tile, whole > 1 ? c1 : LANES);
            s20 = FloatVector.fromArray(S, whole > 2 ? c : tile, whole > 2 ? c2 : 2 * LANES);
            s30 = FloatVector.fromArray(S, whole > 3 ? c : tile, whole > 3 ? c3 : 3 * LANES);
            s40 = FloatVector.fromArray(S, whole > 4 ? c : tile, whole > 4 ? c4 : 4 * LANES);
            s50 = FloatVector.fromArray(S, whole > 5 ? c : tile, whole > 5 ? c5 : 5 * LANES);
            s60 = FloatVector.fromArray(S, whole > 6 ? c : tile, whole > 6 ? c6 : 6 * LANES);
            s70 = FloatVector.fromArray(S, whole > 7 ? c : tile, whole > 7 ? c7 : 7 * LANES);
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
        int p = 0, x = 0, y = b0;
        for (; p < k - 1; p++, x += aStep, y += bStep) {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
            FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
            s40 = x4.fma(y0, s40);
            FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
            s50 = x5.fma(y0, s50);
            FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
            s60 = x6.fma(y0, s60);
            FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
            s70 = x7.fma(y0, s70);
        }
        FloatVector y0 = FloatVector.fromArray(S, ownEnd ? end : b, ownEnd ? endAt : y);
        FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
        s00 = x0.fma(y0, s00);
        FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
        s10 = x1.fma(y0, s10);
        FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
        s20 = x2.fma(y0, s20);
        FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
        s30 = x3.fma(y0, s30);
        FloatVector x4 = FloatVector.broadcast(S, a[a4 + x]);
        s40 = x4.fma(y0, s40);
        FloatVector x5 = FloatVector.broadcast(S, a[a5 + x]);
        s50 = x5.fma(y0, s50);
        FloatVector x6 = FloatVector.broadcast(S, a[a6 + x]);
        s60 = x6.fma(y0, s60);
        FloatVector x7 = FloatVector.broadcast(S, a[a7 + x]);
        s70 = x7.fma(y0, s70);
        if (biased) {
            FloatVector z = FloatVector.fromArray(S, bias, 0);
            s00 = s00.add(z);
            s10 = s10.add(z);
            s20 = s20.add(z);
            s30 = s30.add(z);
            s40 = s40.add(z);
            s50 = s50.add(z);
            s60 = s60.add(z);
            s70 = s70.add(z);
        }
        s00.intoArray(whole > 0 ? c : tile, whole > 0 ? c0 : 0);
        if (rows > 1) {
            c0 += cRow;
            s10.intoArray(whole > 1 ? c : tile, whole > 1 ? c0 : LANES);
        }
        if (rows > 2) {
            c0 += cRow;
            s20.intoArray(whole > 2 ? c : tile, whole > 2 ? c0 : 2 * LANES);
        }
        if (rows > 3) {
            c0 += cRow;
            s30.intoArray(whole > 3 ? c : tile, whole > 3 ? c0 : 3 * LANES);
        }
        if (rows > 4) {
            c0 += cRow;
            s40.intoArray(whole > 4 ? c : tile, whole > 4 ? c0 : 4 * LANES);
        }
        if (rows > 5) {
            c0 += cRow;
            s50.intoArray(whole > 5 ? c : tile, whole > 5 ? c0 : 5 * LANES);
        }
        if (rows > 6) {
            c0 += cRow;
            s60.intoArray(whole > 6 ? c : tile, whole > 6 ? c0 : 6 * LANES);
        }
        if (rows > 7) {
            c0 += cRow;
            s70.intoArray(whole > 7 ? c : tile, whole > 7 ? c0 : 7 * LANES);
        }
    }

    /** C[up to 4 x 1 vector]; see the class. */
    void rows4vectors1(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, float[] c, int c0,
            int cRow, int whole) {
        int a1 = rows > 1 ? a0 + aRow : a0;
        int a2 = rows > 2 ? a1 + aRow : a1;
        int a3 = rows > 3 ? a2 + aRow : a2;
        FloatVector s00, s10, s20, s30;
        if (load) {
            int c1 = rows > 1 ? c0 + cRow : c0;
            int c2 = rows > 2 ? c1 + cRow : c1;
            int c3 = rows > 3 ? c2 + cRow : c2;
            s00 = FloatVector.fromArray(S, whole > 0 ? c : tile, whole > 0 ? c0 : 0);
            s10 = FloatVector.fromArray(S, whole > 1 ? c : tile, whole > 1 ? c1 : LANES);
            s20 = FloatVector.fromArray(S, whole > 2 ? c : tile, whole > 2 ? c2 : 2 * LANES);
            s30 = FloatVector.fromArray(S, whole > 3 ? c : tile, whole > 3 ? c3 : 3 * LANES);
        } else {
            s00 = FloatVector.zero(S);
            s10 = FloatVector.zero(S);
            s20 = FloatVector.zero(S);
            s30 = FloatVector.zero(S);
        }
        int p = 0, x = 0, y = b0;
        for (; p < k - 1; p++, x += aStep, y += bStep) {
            FloatVector y0 = FloatVector.fromArray(S, b, y);
            FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
            s00 = x0.fma(y0, s00);
            FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
            s10 = x1.fma(y0, s10);
            FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
            s20 = x2.fma(y0, s20);
            FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
            s30 = x3.fma(y0, s30);
        }
        FloatVector y0 = FloatVector.fromArray(S, ownEnd ? end : b, ownEnd ? endAt : y);
        FloatVector x0 = FloatVector.broadcast(S, a[a0 + x]);
        s00 = x0.fma(y0, s00);
        FloatVector x1 = FloatVector.broadcast(S, a[a1 + x]);
        s10 = x1.fma(y0, s10);
        FloatVector x2 = FloatVector.broadcast(S, a[a2 + x]);
        s20 = x2.fma(y0, s20);
        FloatVector x3 = FloatVector.broadcast(S, a[a3 + x]);
        s30 = x3.fma(y0, s30);
        if (biased) {
            FloatVector z = FloatVector.fromArray(S, bias, 0);
            s00 = s00.add(z);
            s10 = s10.add(z);
            s20 = s20.add(z);
            s30 = s30.add(z);
        }
        s00.intoArray(whole > 0 ? c : tile, whole > 0 ? c0 : 0);
        if (rows > 1) {
            c0 += cRow;
            s10.intoArray(whole > 1 ? c : tile, whole > 1 ? c0 : LANES);
        }
        if (rows > 2) {
            c0 += cRow;
            s20.intoArray(whole > 2 ? c : tile, whole > 2 ? c0 : 2 * LANES);
        }
        if (rows > 3) {
            c0 += cRow;
            s30.intoArray(whole > 3 ? c : tile, whole > 3 ? c0 : 3 * LANES);
        }
    }
}
