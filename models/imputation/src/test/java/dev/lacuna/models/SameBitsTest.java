package dev.lacuna.models;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.csv.CsvWriter;
import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Kernels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fitting a model and completing a table gives one hash: with one thread and two, plain and vector kernels at 128, 256 and 512
 * bits, on JDK 17 and 25. The build runs this class once without the vector module and once for each forced width.
 */
@Tag("one-hash")
class SameBitsTest {
    private static final String HASH = "da3f5a880b6fd923422e0a19a77a655a7bbbfa7d8f8df53e7ef0effe1fb7d547";

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void fitImputeAndDraw_onAnyThreadsProviderAndJdk_haveOneHash(int threads) throws IOException {
        Table table = CsvReader.read(Path.of(System.getProperty("lacuna.root"), "test-data/tables/penguins/penguins.csv"),
                CsvOptions.defaults());
        // 64 rows of 20 samples: enough work for two shards, so that the second thread has something to do.
        ImputationModel model = Models.imputer("notmiwae", Map.of("steps", "8", "batch", "64", "latent", "5"))
                .fit(table, FitOptions.defaults().withSeed(5).withThreads(threads));
        ImputeOptions options = ImputeOptions.defaults().withSeed(6).withSamples(200).withThreads(threads);
        MessageDigest digest = sha256();
        digest.update(bytes(model.impute(table, options).completed()));
        for (Table draw : model.draw(table, 3, options)) digest.update(bytes(draw));
        assertEquals(HASH, HexFormat.of().formatHex(digest.digest()), Kernels.get().name());
    }

    private static byte[] bytes(Table table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvWriter.write(table, out);
        return out.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
