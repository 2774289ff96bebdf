package dev.lacuna.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code VectorMicro.java}: the innermost products in their six sizes. Run {@link #main} with the path of the file to
 * write it anew; {@code TemplatesTest} compares.
 */
final class VectorMicroTemplate {

    private final StringBuilder file = new StringBuilder();
    private int rows;
    private int vectors;

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), new VectorMicroTemplate().write());
    }

    String write() {
        file.append("""
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
                """);
        kernel(4, 4);
        kernel(4, 3);
        kernel(8, 2);
        narrow(12);
        narrow(8);
        narrow(4);
        return file.append("}\n").toString();
    }

    private void kernel(int rows, int vectors) {
        this.rows = rows;
        this.vectors = vectors;
        // Offsets of C alive through the loop cost rows8vectors2 a quarter on JDK 17 (60 GFLOP/s for 80); four rows gain 5 %.
        boolean early = rows == 4;
        line("");
        line("    /** C[up to " + rows + " x " + vectors + " vectors]; see the class. */");
        line("    static void rows" + rows + "vectors" + vectors + "(int rows, int k, float[] a, int a0, int aRow, int aStep, "
                + "float[] b, int b0, int bLast, int bStep, float[] c, int c0, int cLast, int cRow, boolean load) {");
        offsets("        ", "a");
        if (early) {
            offsets("        ", "c");
        }
        line("        FloatVector " + IntStream.range(0, rows * vectors).mapToObj(i -> sum(i / vectors, i % vectors))
                .collect(Collectors.joining(", ")) + ";");
        line("        if (load) {");
        if (!early) {
            offsets("            ", "c");
        }
        each((r, v) -> line("            " + sum(r, v) + " = " + load("c", "c" + r + column(v, "cLast")) + ";"));
        line("        } else {");
        each((r, v) -> line("            " + sum(r, v) + " = FloatVector.zero(S);"));
        line("        }");
        line("        int p = 0, x = 0, y = b0;");
        line("        do {");
        term("            ", "b", "y");
        line("            x += aStep;");
        line("            y += bStep;");
        line("        } while (++p < k);");
        for (int r = 0; r < rows; r++) {
            String indent = r > 0 ? "            " : "        ";
            if (r > 0) {
                line("        if (rows > " + r + ") {");
                if (!early) {
                    line("            c0 += cRow;");
                }
            }
            for (int v = 0; v < vectors; v++) {
                line(indent + sum(r, v) + ".intoArray(c, c" + (early ? r : 0) + column(v, "cLast") + ");");
            }
            if (r > 0) {
                line("        }");
            }
        }
        line("    }");
    }

    /** A single vector of columns. */
    private void narrow(int rows) {
        boolean fresh = rows == 12;
        this.rows = rows;
        vectors = 1;
        line("");
        line("    /** C[up to " + rows + " x 1 vector]; see the class. */");
        line("    void rows" + rows + "vectors1(int rows, int k, float[] a, int a0, int aRow, int aStep, float[] b, int b0, int bStep, "
                + "float[] c, int c0, int cRow, int whole) {");
        offsets("        ", "a");
        line("        FloatVector " + IntStream.range(0, rows).mapToObj(r -> sum(r, 0)).collect(Collectors.joining(", ")) + ";");
        if (fresh) {
            each((r, v) -> line("        " + sum(r, v) + " = FloatVector.zero(S);"));
        } else {
            line("        if (load) {");
            offsets("            ", "c");
            for (int r = 0; r < rows; r++) {
                line("            " + sum(r, 0) + " = " + load("whole > " + r + " ? c : tile", "whole > " + r + " ? c" + r + " : "
                        + inTile(r)) + ";");
            }
            line("        } else {");
            each((r, v) -> line("            " + sum(r, v) + " = FloatVector.zero(S);"));
            line("        }");
        }
        line("        int p = 0, x = 0, y = b0;");
        line("        for (; p < k - 1; p++, x += aStep, y += bStep) {");
        term("            ", "b", "y");
        line("        }");
        term("        ", "ownEnd ? end : b", "ownEnd ? endAt : y");
        if (!fresh) {
            line("        if (biased) {");
            line("            FloatVector z = " + load("bias", "0") + ";");
            each((r, v) -> line("            " + sum(r, v) + " = " + sum(r, v) + ".add(z);"));
            line("        }");
        }
        for (int r = 0; r < rows; r++) {
            if (r > 0) {
                line("        if (rows > " + r + ") {");
                line("            c0 += cRow;");
            }
            line((r > 0 ? "            " : "        ") + sum(r, 0) + ".intoArray(whole > " + r + " ? c : tile, whole > " + r
                    + " ? c0 : " + inTile(r) + ");");
            if (r > 0) {
                line("        }");
            }
        }
        line("    }");
    }

    private void offsets(String indent, String array) {
        for (int r = 1; r < rows; r++) {
            String last = array + (r - 1);
            line(indent + "int " + array + r + " = rows > " + r + " ? " + last + " + " + array + "Row : " + last + ";");
        }
    }

    /** One step of the inner dimension. */
    private void term(String indent, String array, String offset) {
        for (int v = 0; v < vectors; v++) {
            line(indent + "FloatVector y" + v + " = " + load(array, offset + column(v, "bLast")) + ";");
        }
        for (int r = 0; r < rows; r++) {
            line(indent + "FloatVector x" + r + " = FloatVector.broadcast(S, a[a" + r + " + x]);");
            for (int v = 0; v < vectors; v++) {
                line(indent + sum(r, v) + " = x" + r + ".fma(y" + v + ", " + sum(r, v) + ");");
            }
        }
    }

    private static String inTile(int row) {
        return row == 0 ? "0" : row == 1 ? "LANES" : row + " * LANES";
    }

    private static String sum(int row, int vector) {
        return "s" + row + vector;
    }

    private String load(String array, String offset) {
        return "FloatVector.fromArray(S, " + array + ", " + offset + ")";
    }

    /** The offset of vector v in a row. */
    private String column(int v, String last) {
        return v == 0 ? "" : v == vectors - 1 ? " + " + last : v == 1 ? " + LANES" : " + " + v + " * LANES";
    }

    private interface Sum {
        void write(int row, int vector);
    }

    private void each(Sum sum) {
        for (int r = 0; r < rows; r++) {
            for (int v = 0; v < vectors; v++) {
                sum.write(r, v);
            }
        }
    }

    /** Breaks after a comma so that a line stays within 130 characters. */
    private void line(String line) {
        String rest = line;
        while (rest.length() > 130) {
            int cut = rest.lastIndexOf(", ", 128) + 2;
            file.append(rest, 0, cut - 1).append("\n");
            rest = " ".repeat(12) + rest.substring(cut);
        }
        file.append(rest).append("\n");
    }
}
