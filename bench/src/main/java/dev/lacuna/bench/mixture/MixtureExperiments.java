package dev.lacuna.bench.mixture;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The experiments with informative labels, one command each; prints markdown tables.
 *
 * <pre>
 * java -cp bench/target/lacuna-bench.jar dev.lacuna.bench.mixture.MixtureExperiments COMMAND [--replicates N] [--threads N]
 * [--data DIR]
 *   are               exact efficiency tables and critical slopes; draws nothing
 *   efficiency        E1: simulated against exact relative efficiency, n = 1000
 *   scarcity          E2: relative efficiency against the labelled share, n = 1000
 *   paradox           E2: the contour where partial labels are worth complete ones, and mixed sources
 *   misspecification  every mechanism fitted to every mechanism's data, n = 500, with BIC choices
 *   entropy           E4: sign test of minimum-entropy regularisation
 *   gastro            E3a: all mechanisms on the gastroenterology table in DIR/gastro
 *   deep              the neural class model against the Gaussian one
 *   tables            E3c: blood transfusion, DIR holds blood_transfusion_uci_raw.csv
 * </pre>
 */
public final class MixtureExperiments {
    /** Seed of every draw. */
    static final long SEED = 20251204;

    private MixtureExperiments() {}

    /** See the class comment. */
    public static void main(String[] arguments) {
        if (arguments.length == 0 || arguments.length % 2 == 0) {
            System.err.println("usage: MixtureExperiments are|efficiency|scarcity|paradox|misspecification|entropy|gastro"
                    + "|tables|deep "
                    + "[--replicates N] [--threads N] [--data DIR]");
            System.exit(2);
        }
        Map<String, String> options = new HashMap<>(Map.of("--replicates", "200", "--threads", "1", "--data", ""));
        for (int i = 1; i < arguments.length; i += 2) {
            if (!options.containsKey(arguments[i])) {
                System.err.println("unknown option " + arguments[i] + "; allowed: --replicates, --threads, --data");
                System.exit(2);
            }
            options.put(arguments[i], arguments[i + 1]);
        }
        int replicates = Integer.parseInt(options.get("--replicates"));
        int threads = Integer.parseInt(options.get("--threads"));
        switch (arguments[0]) {
            case "are" -> ExactTables.print();
            case "efficiency" -> SimulatedTables.efficiency(replicates, threads);
            case "scarcity" -> SimulatedTables.scarcity(replicates, threads);
            case "paradox" -> SimulatedTables.paradox(replicates, threads);
            case "entropy" -> SimulatedTables.entropy(replicates, threads);
            case "misspecification" -> Misspecification.print(replicates, threads);
            case "gastro" -> RealTables.gastro(options.get("--data"));
            case "tables" -> RealTables.blood(options.get("--data"));
            case "deep" -> DeepComparison.print(replicates);
            default -> {
                System.err.println("unknown command " + arguments[0]);
                System.exit(2);
            }
        }
    }

    /** A markdown table row. */
    static void row(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object c : cells) {
            line.append(' ').append(c).append(" |");
        }
        System.out.println(line);
    }

    /** A markdown table head. */
    static void head(String title, Object... cells) {
        System.out.println();
        System.out.println("**" + title + "**");
        System.out.println();
        row(cells);
        Object[] rule = new Object[cells.length];
        Arrays.fill(rule, "---");
        row(rule);
    }

    static String format(String pattern, Object... values) {
        return String.format(java.util.Locale.ROOT, pattern, values);
    }
}
