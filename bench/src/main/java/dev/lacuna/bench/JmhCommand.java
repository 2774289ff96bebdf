package dev.lacuna.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/** {@code jmh ...}: every further word goes to JMH. */
@Command(name = "jmh", description = "The micro-benchmarks; every further word goes to JMH: jmh -l lists them, jmh -h explains.")
final class JmhCommand implements Callable<Integer> {

    @Unmatched
    private String[] arguments = {};

    @Override
    public Integer call() throws Exception {
        org.openjdk.jmh.Main.main(arguments);
        return 0;
    }
}
