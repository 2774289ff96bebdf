package dev.lacuna.bench;

import java.util.Arrays;

/** The door to the benchmarks: {@code jmh ...} runs JMH with its own options. */
public final class Main {
    private static final String USAGE = """
            usage: java --add-modules jdk.incubator.vector -jar bench/target/lacuna-bench.jar COMMAND ...
              jmh ...    the micro-benchmarks; every further word goes to JMH (try: jmh -l)
            """;

    private Main() {}

    public static void main(String[] args) throws Exception {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (command) {
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> {
                System.err.print(USAGE);
                System.exit(2);
            }
        }
    }
}
