package dev.lacuna.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes {@code VectorMicro.java}: the innermost products in their four sizes, for A in place and for a packed Aᵀ. Run
 * {@link #main} with the path of the file to write it anew; {@code TemplatesTest} compares.
 */
final class VectorMicroTemplate {

    private final StringBuilder file = new StringBuilder();
    private int rows;
    private int vectors;
    private boolean transposed;

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), new VectorMicroTemplate().write());
    }

    String write() {
        file.append("""
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
                """);
        for (boolean packed : new boolean[] {false, true}) {
            kernel(4, 4, packed);
            kernel(4, 3, packed);
            kernel(8, 2, packed);
            kernel(8, 1, packed);
        }
        return file.append("}\n").toString();
    }

    private void kernel(int rows, int vectors, boolean transposed) {
        this.rows = rows;
        this.vectors = vectors;
        this.transposed = transposed;
        line("");
        line("    /** C[" + rows + " x " + vectors + " vectors]" + (transposed ? " of a packed Aᵀ" : "") + "; see the class. */");
        line("    static void " + (transposed ? "transposedRows" : "rows") + rows + "vectors" + vectors + "(float[] a, "
                + (transposed ? "int aOffset" : rows(r -> "int a" + r)) + ", int k, float[] b, int bOffset, float[] c, "
                + rows(r -> "int c" + r) + (vectors > 1 ? ", int last" : "") + ", boolean load, int rows) {");
        line("        FloatVector " + rows(r -> IntStream.range(0, vectors).mapToObj(v -> "s" + r + v)
                .collect(Collectors.joining(", "))) + ";");
        line("        if (load) {");
        each((r, v) -> line("            s" + r + v + " = FloatVector.fromArray(S, c, c" + r + column(v, true) + ");"));
        line("        } else {");
        each((r, v) -> line("            s" + r + v + " = FloatVector.zero(S);"));
        line("        }");
        line("        for (int p = 0; p < k; p++) {");
        String step = vectors == 1 ? "LANES" : "(" + vectors + " * LANES)";
        for (int v = 0; v < vectors; v++) {
            line("            FloatVector b" + v + " = FloatVector.fromArray(S, b, bOffset + p * " + step + column(v,
                    false) + ");");
        }
        for (int r = 0; r < rows; r++) {
            String index = transposed ? "aOffset + p * PANEL_ROWS" + (r == 0 ? "" : " + " + r) : "a" + r + " + p";
            line("            FloatVector x" + r + " = FloatVector.broadcast(S, a[" + index + "]);");
            for (int v = 0; v < vectors; v++) {
                line("            s" + r + v + " = x" + r + ".fma(b" + v + ", s" + r + v + ");");
            }
        }
        line("        }");
        for (int r = 0; r < rows; r++) {
            if (r > 0) {
                line("        if (rows > " + r + ") {");
            }
            for (int v = 0; v < vectors; v++) {
                line((r > 0 ? "    " : "") + "        s" + r + v + ".intoArray(c, c" + r + column(v, true) + ");");
            }
            if (r > 0) {
                line("        }");
            }
        }
        line("    }");
    }

    /** The offset of vector v in a row of C, where the last one may be moved, or of the panel, where it stands in line. */
    private String column(int v, boolean ofC) {
        return v == 0 ? "" : ofC && v == vectors - 1 ? " + last" : v == 1 ? " + LANES" : " + " + v + " * LANES";
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

    private String rows(IntFunction<String> name) {
        return IntStream.range(0, rows).mapToObj(name).collect(Collectors.joining(", "));
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
