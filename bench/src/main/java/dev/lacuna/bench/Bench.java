package dev.lacuna.bench;

import dev.lacuna.bench.paper.PaperCommand;
import dev.lacuna.bench.peer.PeerCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code java --add-modules jdk.incubator.vector -jar bench/target/lacuna-bench.jar COMMAND ...}. */
@Command(name = "lacuna-bench", mixinStandardHelpOptions = true, description = "Measurements of Lacuna.",
        subcommands = {JmhCommand.class, PaperCommand.class, PeerCommand.class})
public final class Bench {

    private Bench() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
