package dev.lacuna.bench.peer;

import java.util.LinkedHashMap;
import java.util.Map;

/** The sizes of {@code bench/peers/torch_peer.py}, as models of the catalogue with their settings. */
enum PeerConfig {
    /** GINA, appendix B.1. */
    SYNTHETIC("gina", 3, 100, "latent=5 samples=5 encoder-layers=10 decoder-layers=10 missingness=mlp-xz missingness-layers=10 auxiliary=x0"),
    /** not-MIWAE on white wine. */
    UCI("notmiwae", 11, 16, "latent=10 samples=20 encoder-layers=128,128 decoder-layers=128,128 missingness=self"),
    /** GNR at the same sizes. */
    GNR("gnr", 11, 16, "latent=10 samples=20 encoder-layers=128,128 decoder-layers=128,128"),
    /** GINA on ratings. */
    RATINGS("gina", 1000, 100, "latent=20 samples=5 encoder-layers=10 decoder-layers=10 missingness=linear-xz auxiliary=x0"),
    /** The size of an image. */
    WIDE("notmiwae", 784, 256, "latent=50 samples=20 encoder-layers=500,500 decoder-layers=500,500 missingness=self");

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
        for (String setting : (settings + " encoder-input=x-and-observed batch=" + batch + " steps=" + steps).split(" ")) {
            String[] parts = setting.split("=", 2);
            all.put(parts[0], parts[1]);
        }
        return all;
    }
}
