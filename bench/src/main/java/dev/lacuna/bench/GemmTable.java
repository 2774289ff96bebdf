package dev.lacuna.bench;

import dev.lacuna.kernels.Activation;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.kernels.Philox;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.function.IntUnaryOperator;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Prints GFLOP/s of the three products of a layer in one JVM, as a training step calls them: forward A·B, weight gradient Aᵀ·B,
 * input gradient A·Bᵀ, and the forward product with bias. 2 M K N operations over the best of several short runs.
 *
 * <pre>
 * GemmTable layers  [vector|plain|ejml]        the layers of bench/peers/torch_peer.py
 * GemmTable grid    [vector|plain|ejml] [W]    every product of sizes 8 to 128; prints the W slowest
 * GemmTable threads [vector|plain]             two threads, each with its own products, against one
 * GemmTable ROWSxINxOUT,...                    chosen layers
 * </pre>
 */
public final class GemmTable {

    private static final long SLICE_NANOS = 300_000;
    private static final int SLICES = 4;
    private static final int PASSES = 3;
    private static final String[] PRODUCTS = {"A·B", "Aᵀ·B", "A·Bᵀ", "affine"};
    static final String LAYERS = "500x6x10,500x5x10,500x10x10,500x10x3,500x8x10,320x10x128,320x128x128,320x128x22,320x128x11,"
            + "16x22x128,16x128x128,16x128x20,200x26x128,200x128x128,200x128x10,2000x20x128,2000x128x128,2000x128x39,"
            + "2000x13x128,8x8x8,10x10x10,12x12x12,16x16x16,64x64x64,100x64x64,100x128x128,512x512x512,1280x784x500";
    /** First of all: the compiler wants to see every kind of product, and often. */
    private static final String WARM = "9x5x4,4x4x4,12x8x8,20x8x8,11x8x8,20x10x12,33x16x20,17x20x40,20x40x70,70x64x64,"
            + "100x128x128";
    private static final int[] GRID = {8, 10, 11, 12, 13, 16, 20, 23, 32, 48, 64, 128};
    private static final int[] GRID_ROWS = {100, 320, 500};

    private final String kernels;
    private final Kernels provider;

    private GemmTable(String kernels) {
        this.kernels = kernels;
        this.provider = switch (kernels) {
            case "vector" -> Kernels.vector().orElseThrow();
            case "plain", "ejml" -> Kernels.plain();
            default -> throw new IllegalArgumentException("'" + kernels + "': vector, plain or ejml is allowed");
        };
    }

    /** One product C[m x n] of inner size k, with the time of its fastest run. */
    private static final class Product {
        final int kind;
        final int m;
        final int k;
        final int n;
        final FMatrixRMaj a;
        final FMatrixRMaj b;
        final FMatrixRMaj c;
        final float[] bias;
        double nanos = Double.POSITIVE_INFINITY;

        Product(int kind, int m, int k, int n) {
            this.kind = kind;
            this.m = m;
            this.k = k;
            this.n = n;
            a = kind == 1 ? random(k, m) : random(m, k);
            b = kind == 2 ? random(n, k) : random(k, n);
            c = new FMatrixRMaj(m, n);
            bias = random(1, n).data;
        }

        private static FMatrixRMaj random(int rows, int columns) {
            FMatrixRMaj x = new FMatrixRMaj(rows, columns);
            Kernels.plain().uniform(Philox.key(1, "GEMM benchmark"), rows, 0, x.data, 0, rows * columns);
            return x;
        }

        double rate() {
            return 2.0 * m * k * n / nanos;
        }
    }

    private void call(Product p) {
        if (kernels.equals("ejml")) {
            switch (p.kind) {
                case 1 -> CommonOps_FDRM.multTransA(p.a, p.b, p.c);
                case 2 -> CommonOps_FDRM.multTransB(p.a, p.b, p.c);
                default -> CommonOps_FDRM.mult(p.a, p.b, p.c);
            }
            return;
        }
        switch (p.kind) {
            case 0 -> provider.multiply(p.m, p.n, p.k, p.a.data, 0, p.k, p.b.data, 0, p.n, p.c.data, 0, p.n, false);
            case 1 -> provider.multiplyLeftTransposed(p.m, p.n, p.k, p.a.data, 0, p.m, p.b.data, 0, p.n, p.c.data, 0, p.n, false);
            case 2 -> provider.multiplyRightTransposed(p.m, p.n, p.k, p.a.data, 0, p.k, p.b.data, 0, p.k, p.c.data, 0, p.n,
                    false);
            default -> provider.affine(p.m, p.n, p.k, p.a.data, 0, p.k, p.b.data, 0, p.n, p.bias, 0, Activation.IDENTITY,
                    p.c.data, 0, p.n);
        }
    }

    /** Runs p for about {@code nanos} and keeps its time for one call if that is the best. */
    private void slice(Product p, long nanos, boolean keep) {
        int calls = 1;
        while (true) {
            long start = System.nanoTime();
            for (int i = 0; i < calls; i++) {
                call(p);
            }
            long time = System.nanoTime() - start;
            if (time >= nanos / 2) {
                if (keep) {
                    p.nanos = Math.min(p.nanos, (double) time / calls);
                }
                return;
            }
            calls *= 2;
        }
    }

    private void measure(List<Product> products) {
        for (int warm = 0; warm < 40; warm++) {
            for (Product p : products) {
                slice(p, SLICE_NANOS / 8, false);
            }
        }
        for (int pass = 0; pass < PASSES; pass++) {
            for (Product p : products) {
                for (int s = 0; s < SLICES; s++) {
                    slice(p, SLICE_NANOS, true);
                }
            }
        }
    }

    /** The products of one layer [rows x in] -> [rows x out], in the order of {@link #PRODUCTS}. */
    private static List<Product> layer(int rows, int in, int out) {
        return List.of(new Product(0, rows, in, out), new Product(1, in, rows, out), new Product(2, rows, out, in),
                new Product(3, rows, in, out));
    }

    private static List<Product> layers(String shapes) {
        List<Product> all = new ArrayList<>();
        for (String shape : shapes.split(",")) {
            int[] s = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
            all.addAll(layer(s[0], s[1], s[2]));
        }
        return all;
    }

    private static void printLayers(String shapes, List<Product> all) {
        System.out.printf("| rows x in x out | %s |%n|---|---|---|---|---|%n", String.join(" | ", PRODUCTS));
        String[] names = shapes.split(",");
        for (int i = 0; i < names.length; i++) {
            StringBuilder row = new StringBuilder("| " + names[i]);
            for (Product p : all.subList(4 * i, 4 * i + 4)) {
                row.append(String.format(Locale.ROOT, " | %.1f", p.rate()));
            }
            System.out.println(row + " |");
        }
    }

    private void grid(int worst) {
        List<Product> all = new ArrayList<>();
        for (int k : GRID) {
            for (int n : GRID) {
                for (int m : GRID) {
                    for (int kind = 0; kind < 3; kind++) {
                        all.add(new Product(kind, m, k, n));
                    }
                }
                for (int rows : GRID_ROWS) {
                    all.add(new Product(0, rows, k, n));
                    all.add(new Product(1, k, rows, n));
                    all.add(new Product(2, rows, k, n));
                }
            }
        }
        int size = all.size();
        for (int pass = 0; pass < 6; pass++) {
            for (Product p : all) {
                slice(p, 100_000, pass > 0);
            }
        }
        all.sort(Comparator.comparingDouble(Product::rate));
        System.out.printf(Locale.ROOT, "%d products; slowest:%n", size);
        for (Product p : all.subList(0, Math.min(worst, size))) {
            System.out.printf(Locale.ROOT, "%-7s %4d x %4d x %4d  %6.1f GFLOP/s%n", PRODUCTS[p.kind], p.m, p.k, p.n, p.rate());
        }
        IntUnaryOperator below = limit -> (int) all.stream().filter(p -> p.rate() < limit).count();
        System.out.printf("below 24: %d, below 30: %d, below 47: %d%n", below.applyAsInt(24), below.applyAsInt(30),
                below.applyAsInt(47));
    }

    /** Calls in 20 ms by each of {@code threads}, all starting together, best of several tries. */
    private void threads() throws InterruptedException {
        String shapes = "500x10x10,320x128x128,2000x128x128,320x128x11,512x512x512";
        System.out.println("| rows x in x out | product | one thread | two threads | ratio |\n|---|---|---|---|---|");
        for (String shape : shapes.split(",")) {
            List<Product> mine = layers(shape);
            List<Product> other = layers(shape);
            measure(mine);
            for (int kind = 0; kind < 3; kind++) {
                double one = 0;
                double two = 0;
                for (int attempt = 0; attempt < 8; attempt++) {
                    one = Math.max(one, together(mine.get(kind)));
                    two = Math.max(two, together(mine.get(kind), other.get(kind)));
                }
                System.out.printf(Locale.ROOT, "| %s | %s | %.1f | %.1f | %.2f |%n", shape, PRODUCTS[kind], one, two, two / one);
            }
        }
    }

    private double together(Product... products) throws InterruptedException {
        CyclicBarrier start = new CyclicBarrier(products.length);
        double[] rates = new double[products.length];
        Thread[] threads = new Thread[products.length];
        for (int t = 0; t < products.length; t++) {
            int index = t;
            threads[t] = new Thread(() -> rates[index] = rate(products[index], start));
            threads[t].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return Arrays.stream(rates).sum();
    }

    private double rate(Product p, CyclicBarrier start) {
        call(p);
        try {
            start.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
        long from = System.nanoTime();
        long calls = 0;
        long time;
        do {
            call(p);
            calls++;
            time = System.nanoTime() - from;
        } while (time < 20_000_000);
        return 2.0 * p.m * p.k * p.n * calls / time;
    }

    public static void main(String[] arguments) throws InterruptedException {
        String what = arguments.length > 0 ? arguments[0] : "layers";
        GemmTable table = new GemmTable(arguments.length > 1 ? arguments[1] : "vector");
        table.measure(layers(WARM));
        table.measure(layers(WARM));
        switch (what) {
            case "grid" -> table.grid(arguments.length > 2 ? Integer.parseInt(arguments[2]) : 40);
            case "threads" -> table.threads();
            default -> {
                String shapes = what.equals("layers") ? LAYERS : what;
                List<Product> all = layers(shapes);
                table.measure(all);
                printLayers(shapes, all);
            }
        }
    }
}
