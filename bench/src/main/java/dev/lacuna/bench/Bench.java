package dev.lacuna.bench;

import dev.lacuna.bench.paper.PaperCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code mvn -q -pl bench exec:java -Dexec.args="paper anchors --data DIR"}. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Measurements of Lacuna.", subcommands = PaperCommand.class)
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
