package dev.lacuna.bench.peer;

import dev.lacuna.engine.table.Table;
import dev.lacuna.engine.table.TableBuilder;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.models.Models;
import dev.lacuna.models.Setting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sizes of {@code bench/peers/torch_peer.py}, as models of the catalogue with their settings. */
public enum PeerConfig {
    /** GINA, appendix B.1. */
    SYNTHETIC("gina", 3, 100,
            "latent=5 samples=5 encoder-layers=10 decoder-layers=10 missingness=mlp-xz missingness-layers=10 auxiliary=x0"),
    /** not-MIWAE on white wine. */
    UCI("notmiwae", 11, 16, "latent=10 samples=20 encoder-layers=128,128 decoder-layers=128,128 missingness=self"),
    /** GNR at the same sizes. */
    GNR("gnr", 11, 16, "latent=10 samples=20 encoder-layers=128,128 decoder-layers=128,128"),
    /** GINA on ratings. */
    RATINGS("gina", 1000, 100, "latent=20 samples=5 encoder-layers=10 decoder-layers=10 missingness=linear-xz auxiliary=x0"),
    /** The size of an image. */
    WIDE("notmiwae", 784, 256, "latent=50 samples=20 encoder-layers=500,500 decoder-layers=500,500 missingness=self"),
    /** PSMVAE(b) on wine. */
    PSMVAE("psmvae", 13, 200, "latent=20 categories=10 hidden=128");

    private static final int ROWS = 4096;
    private static final double MISSING = 0.3;

    final String model;
    final int columns;
    final int batch;
    private final String settings;

    PeerConfig(String model, int columns, int batch, String settings) {
        this.model = model;
        this.columns = columns;
        this.batch = batch;
        this.settings = settings;
    }

    /** The model's settings for this many steps; every encoder reads which cells are observed. */
    Map<String, String> settings(long steps) {
        Map<String, String> all = new LinkedHashMap<>();
        String common = " encoder-input=x-and-observed std-floor=0.001 batch=" + batch + " steps=" + steps;
        for (String setting : (settings + common).split(" ")) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return all;
    }

    /** These sizes for another model of the family: its own settings only. */
    public Map<String, String> settingsOf(String other, long steps) {
        Map<String, String> all = settings(steps);
        List<String> known = Models.kind(other).settings().stream().map(Setting::name).toList();
        all.keySet().retainAll(known);
        if (other.equals("notmiwae")) all.put("missingness", "self");
        return all;
    }

    /** Standard normal columns x0, x1, ...; each cell but those of x0, which GINA needs, is missing with probability 0.3. */
    public Table table() {
        return table(MISSING);
    }

    /** As {@link #table()} with another probability. */
    Table table(double missing) {
        TableBuilder table = Table.builder();
        float[] values = new float[ROWS];
        float[] holes = new float[ROWS];
        for (int c = 0; c < columns; c++) {
            Kernels.get().normal(1, c, 0, values, 0, ROWS);
            Kernels.get().uniform(2, c, 0, holes, 0, ROWS);
            double[] column = new double[ROWS];
            for (int row = 0; row < ROWS; row++) column[row] = c > 0 && holes[row] < missing ? Double.NaN : values[row];
            table.real("x" + c, column);
        }
        return table.build();
    }
}
