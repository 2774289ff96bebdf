package dev.lacuna.bench.peer;

import dev.lacuna.engine.table.Table;
import dev.lacuna.kernels.Kernels;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Models;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Our side of the comparison with PyTorch: the same sizes, the same work, one line of output. */
@Command(name = "peer", mixinStandardHelpOptions = true,
        description = "Training steps and imputation at the sizes of the PyTorch peer.")
public final class PeerCommand {
    /** Vector kernels are compiled one after the other while plain ones serve; all are after 10 to 13 s with free cores. */
    private static final double WARM_UP_SECONDS = 15;

    @Command(name = "train", mixinStandardHelpOptions = true,
            description = "Milliseconds of one optimiser step, batch and noise included: median and quartiles of quarter seconds.")
    int train(@Parameters(paramLabel = "CONFIG", description = "${COMPLETION-CANDIDATES}") PeerConfig config,
            @Option(names = "--seconds", defaultValue = "10", description = "how long to measure, after 15 s of warm-up")
            double seconds,
            @Option(names = "--missing", defaultValue = "0.3", description = "share of missing cells") double missing,
            @Option(names = "--set", paramLabel = "NAME=VALUE", description = "another setting of the model")
            Map<String, String> changed,
            @Option(names = "--threads", defaultValue = "2") int threads) {
        Map<String, String> settings = config.settingsOf(config.model, 100_000_000);
        if (changed != null) settings.putAll(changed);
        StepTimes times = new StepTimes(WARM_UP_SECONDS, seconds);
        FitOptions options = FitOptions.defaults().withThreads(threads).withProgress(times);
        try {
            Models.imputer(config.model, settings).fit(config.table(missing), options);
        } catch (StepTimes.Enough enough) {
            double[] sorted = times.millisecondsPerStep();
            Arrays.sort(sorted);
            System.out.printf(Locale.ROOT,
                    "lacuna train %s threads=%d kernels=%s jdk=%s ms/step median=%.4f q1=%.4f q3=%.4f bytes/step=%.1f%n",
                    config.name().toLowerCase(Locale.ROOT), threads, Kernels.get().name(), Runtime.version().feature(),
                    sorted[sorted.length / 2], sorted[sorted.length / 4], sorted[3 * sorted.length / 4], times.bytesPerStep());
            return 0;
        }
        throw new IllegalStateException("training ended before it was measured");
    }

    @Command(name = "impute", mixinStandardHelpOptions = true,
            description = "Rows completed in one second by self-normalised importance sampling; the median of three runs.")
    int impute(@Parameters(paramLabel = "CONFIG", description = "${COMPLETION-CANDIDATES}") PeerConfig config,
            @Option(names = "--rows", defaultValue = "1024") int rows,
            @Option(names = "--samples", defaultValue = "10000") int samples,
            @Option(names = "--threads", defaultValue = "2") int threads) {
        Table table = config.table();
        ImputationModel model = Models.imputer(config.model, config.settingsOf(config.model, 50))
                .fit(table, FitOptions.defaults().withThreads(threads));
        Table part = table.rows(0, rows);
        ImputeOptions options = ImputeOptions.defaults().withSamples(samples).withThreads(threads);
        model.impute(part, options);
        double[] seconds = new double[3];
        for (int run = 0; run < seconds.length; run++) {
            long start = System.nanoTime();
            model.impute(part, options);
            seconds[run] = (System.nanoTime() - start) * 1e-9;
        }
        Arrays.sort(seconds);
        System.out.printf(Locale.ROOT, "lacuna impute %s threads=%d kernels=%s jdk=%s L=%d rows/s=%.1f s=%.3f%n",
                config.name().toLowerCase(Locale.ROOT), threads, Kernels.get().name(), Runtime.version().feature(), samples,
                rows / seconds[1], seconds[1]);
        return 0;
    }
}
