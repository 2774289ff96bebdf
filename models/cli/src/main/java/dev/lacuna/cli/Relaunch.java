package dev.lacuna.cli;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.module.ModuleFinder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the program again in a JVM with the vector module, which no manifest can switch on, and with {@link OpenClJar} where that
 * device is asked for; a {@link SmallJob} stays. Flags of this JVM, standard streams, exit code and interrupts are passed on; the JVM's one-line warning
 * about the incubating module is not.
 */
final class Relaunch {
    static final String OPTION = "--no-relaunch";
    static final String ENVIRONMENT = "LACUNA_NO_RELAUNCH";
    /** Set in the relaunched JVM to the process that waits for it. */
    private static final String PARENT_PROPERTY = "lacuna.parent";
    private static final String MODULE = "jdk.incubator.vector";
    private static final String WARNING = "WARNING: Using incubator modules: " + MODULE;
    /** The first JDK that warns of a native library loaded without leave. */
    private static final int ASKS_FOR_NATIVE_ACCESS = 22;
    /** Commands that compute; for the others a second JVM would cost more than it gives. */
    private static final Set<String> COMPUTING = Set.of("impute", "fit");
    /** How long an interrupted child may take to tidy up. */
    private static final int TIDY_SECONDS = 10;

    private Relaunch() {}

    /** The exit code of the second JVM; empty where the program is to run in this one. */
    static OptionalInt withWhatItNeeds(String[] args) {
        String parent = System.getProperty(PARENT_PROPERTY);
        if (parent != null) {
            endWith(Long.parseLong(parent));
            return OptionalInt.empty();
        }
        if (!allowed(args)) return OptionalInt.empty();
        boolean vectors = ModuleLayer.boot().findModule(MODULE).isEmpty() && ModuleFinder.ofSystem().find(MODULE).isPresent();
        Optional<Path> openCl = asksForOpenCl(args) && !OpenClJar.isLoaded() ? OpenClJar.find() : Optional.empty();
        if (openCl.isEmpty() && (!vectors || SmallJob.is(args))) return OptionalInt.empty();
        try {
            return OptionalInt.of(runChild(command(args, vectors, openCl)));
        } catch (IOException e) {
            if (Arrays.asList(args).contains("--verbose")) {
                System.err.println("lacuna: no second JVM (" + e.getMessage() + "); going on without it");
            }
            return OptionalInt.empty();
        }
    }

    private static boolean allowed(String[] args) {
        return args.length > 0 && COMPUTING.contains(args[0])
                && Arrays.stream(args).noneMatch(arg -> arg.equals(OPTION) || arg.equals("--help") || arg.equals("-h"))
                && !"1".equals(System.getenv(ENVIRONMENT));
    }

    /** {@code --device opencl} or {@code --device=opencl}, before the command line is parsed. */
    static boolean asksForOpenCl(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--device=opencl")) return true;
            if (i > 0 && args[i - 1].equals("--device") && args[i].equals("opencl")) return true;
        }
        return false;
    }

    private static int runChild(List<String> command) throws IOException {
        Process child = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT).start();
        Thread pump = new Thread(() -> passOn(child.getErrorStream(), System.err), "lacuna-errors");
        pump.setDaemon(true);
        pump.start();
        Thread tidy = new Thread(() -> stop(child, pump));
        Runtime.getRuntime().addShutdownHook(tidy);
        while (true) {
            try {
                int code = child.waitFor();
                pump.join();
                return code;
            } catch (InterruptedException e) {
                child.destroy();
            }
        }
    }

    private static List<String> command(String[] args, boolean vectors, Optional<Path> openCl) {
        List<String> command = new ArrayList<>();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        command.add(Files.exists(java) ? java.toString() : java + ".exe");
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            // A second debugger or agent would fight the first one for its port.
            if (!flag.startsWith("-agentlib:jdwp") && !flag.startsWith("-Xrunjdwp")) command.add(flag);
        }
        if (vectors) command.addAll(List.of("--add-modules", MODULE));
        if (openCl.isPresent() && Runtime.version().feature() >= ASKS_FOR_NATIVE_ACCESS) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-D" + PARENT_PROPERTY + "=" + ProcessHandle.current().pid());
        command.add("-D" + Terminal.PROPERTY + "=" + Terminal.errorStreamIsOne());
        command.add("-cp");
        command.add(System.getProperty("java.class.path") + openCl.map(jar -> File.pathSeparator + jar).orElse(""));
        command.add(Main.class.getName());
        command.addAll(List.of(args));
        return command;
    }

    /** On interrupt or termination of this JVM: ends the child as the terminal would, and lets it have the last word. */
    private static void stop(Process child, Thread pump) {
        if (!child.isAlive()) return;
        child.toHandle().destroy(); // Process.destroy would close the stream of its last words
        try {
            if (!child.waitFor(TIDY_SECONDS, TimeUnit.SECONDS)) child.destroyForcibly();
            pump.join(1000);
        } catch (InterruptedException e) {
            child.destroyForcibly();
        }
    }

    /** The child of a parent that was killed outright must not go on alone. */
    private static void endWith(long parent) {
        ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().thenRun(() -> System.exit(ExitCode.INTERRUPTED)));
    }

    /** Copies bytes as they come, without the warning if it is the first line. */
    static void passOn(InputStream from, PrintStream to) {
        byte[] warning = WARNING.getBytes(StandardCharsets.UTF_8);
        try {
            ByteArrayOutputStream firstLine = new ByteArrayOutputStream();
            for (int b = from.read(); b >= 0; b = from.read()) {
                firstLine.write(b);
                if (b == '\n' || firstLine.size() <= warning.length && warning[firstLine.size() - 1] != b) break;
            }
            if (!firstLine.toString(StandardCharsets.UTF_8).strip().equals(WARNING)) {
                copy(firstLine.toByteArray(), firstLine.size(), to);
            }
            byte[] buffer = new byte[8192];
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) copy(buffer, count, to);
        } catch (IOException e) {
            to.flush();
        }
    }

    private static void copy(byte[] bytes, int count, OutputStream to) throws IOException {
        to.write(bytes, 0, count);
        to.flush();
    }
}
