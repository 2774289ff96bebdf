package dev.lacuna.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Whether plain kernels are done before vector kernels would be compiled: an imputation with a saved model in which rows times
 * samples times bytes of the model file, which is four for each weight, come to less than {@link #MOST_WORK}. Both ways give the same
 * bits, so a wrong guess costs a second or so.
 */
final class SmallJob {
    /**
     * 1,000 rows, JDK 17 / 25, in one JVM with plain kernels against two: not-MIWAE (165 KiB) with 2,000 samples 2.1 / 2.1 s
     * against 2.8 / 3.1, with 4,000 2.9 / 3.1 against 3.1 / 4.0, with 8,000 6.0 / 5.5 against 4.8 / 4.8. PSMVAE (283 KiB), which
     * draws 1,000 from each of ten categories, takes 6.9 / 7.8 s against 6.3 / 6.1, and is just above.
     */
    static final double MOST_WORK = 280e9;
    private static final int DEFAULT_SAMPLES = 1000;
    /** Larger tables are not worth counting. */
    private static final long MOST_BYTES = 1 << 20;

    private SmallJob() {}

    /** Looks only at {@code impute TABLE ... --using MODELFILE}, the table first; whatever looks odd is no small job. */
    static boolean is(String[] args) {
        if (args.length < 2 || !args[0].equals("impute")) return false;
        Optional<String> model = value(args, "--using");
        Path table = Path.of(args[1]);
        try {
            if (model.isEmpty() || !Files.isRegularFile(table) || Files.size(table) > MOST_BYTES) return false;
            double samples = value(args, "--samples").map(Double::parseDouble).orElse((double) DEFAULT_SAMPLES);
            return rows(table) * samples * Files.size(Path.of(model.get())) < MOST_WORK;
        } catch (IOException | NumberFormatException e) {
            return false; // the command itself says what is wrong
        }
    }

    private static Optional<String> value(String[] args, String option) {
        int at = Arrays.asList(args).indexOf(option);
        if (at >= 0 && at + 1 < args.length) return Optional.of(args[at + 1]);
        for (String arg : args) {
            if (arg.startsWith(option + "=")) return Optional.of(arg.substring(option.length() + 1));
        }
        return Optional.empty();
    }

    private static double rows(Path table) throws IOException {
        double lines = 0;
        try (InputStream in = Files.newInputStream(table)) {
            for (byte b : in.readAllBytes()) lines += b == '\n' ? 1 : 0;
        }
        return lines;
    }
}
