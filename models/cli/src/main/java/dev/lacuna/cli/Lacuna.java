package dev.lacuna.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root of all commands. */
@Command(name = "lacuna", sortOptions = false, versionProvider = Version.class, mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        description = {"Completes tables whose values are missing for a reason, and says how sure it is.", ""},
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lacuna impute patients.csv --out completed.csv",
            "      fills every hole of patients.csv; observed cells stay byte for byte",
            "  lacuna profile patients.csv",
            "      types, missing counts, which columns are missing together",
            "  lacuna fit patients.csv --model forest --out patients.lacuna",
            "  lacuna impute new.csv --using patients.lacuna --out completed.csv",
            "      learns once, completes new rows later",
            "  lacuna help impute",
            "",
            "Exit codes: 0 done, 2 usage, 3 bad input, 4 bad model file, 5 input/output",
            "or no such device, 130 interrupted."})
final class Lacuna implements Runnable {

    private static final List<Class<?>> COMMANDS = List.of(ImputeCommand.class, FitCommand.class, ClassifyCommand.class,
            AskCommand.class, InspectCommand.class, ProfileCommand.class, ModelsCommand.class, HelpCommand.class);

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "show where in the program an error happened")
    private boolean debug;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "say which kernels compute, and why")
    private boolean verbose;

    @Option(names = Relaunch.OPTION, scope = ScopeType.INHERIT,
            description = "stay in this JVM even without its vector module (also " + Relaunch.ENVIRONMENT + "=1)")
    private boolean noRelaunch;

    @Spec
    private CommandSpec spec;

    private final Streams streams;

    private Lacuna(Streams streams) {
        this.streams = streams;
    }

    /** Runs one command line and returns its exit code; never throws. */
    static int run(String[] args, Streams streams) {
        Lacuna root = new Lacuna(streams);
        CommandLine program = new CommandLine(root);
        commands(args).forEach(program::addSubcommand);
        PrintWriter answers = streams.text();
        program.setOut(answers);
        program.setErr(streams.words());
        program.setCaseInsensitiveEnumValuesAllowed(true);
        program.setUsageHelpAutoWidth(true);
        program.setParameterExceptionHandler(Lacuna::usageError);
        program.setExecutionExceptionHandler((failure, command, parsed) -> Failures.report(failure, streams.words(), root.debug));
        try {
            int code = program.execute(args);
            answers.flush();
            return code;
        } catch (Error failure) {
            return Failures.report(failure, streams.words(), Arrays.asList(args).contains("--debug"));
        }
    }

    /** The command that the line begins with, else all: picocli takes 30 ms to look at those that are not asked for. */
    private static List<Class<?>> commands(String[] args) {
        for (Class<?> command : COMMANDS) {
            if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0]) && command != HelpCommand.class) {
                return List.of(command);
            }
        }
        return COMMANDS;
    }

    Streams streams() {
        return streams;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    private static int usageError(ParameterException mistake, String[] args) {
        CommandLine command = mistake.getCommandLine();
        PrintWriter words = command.getErr();
        words.println("lacuna: " + mistake.getMessage().replaceAll("\\R", " "));
        if (!CommandLine.UnmatchedArgumentException.printSuggestions(mistake, words)) {
            words.println("Try: " + (command.getParent() == null ? "lacuna --help" : "lacuna help " + command.getCommandName()));
        }
        words.flush();
        return ExitCode.USAGE;
    }
}
