package dev.lacuna.bench.paper;

import picocli.CommandLine.Command;

/** The group of commands that repeat the papers' experiments. */
@Command(name = "paper", mixinStandardHelpOptions = true, description = "Experiments of the papers, our number beside theirs.",
        subcommands = {AnchorsCommand.class, NotMiwaeUciCommand.class, PsmvaeCommand.class, GinaSyntheticCommand.class,
            GnrCommand.class, RatingsCommand.class})
public final class PaperCommand {}
