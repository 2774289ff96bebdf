package dev.lacuna.cli;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.csv.CsvWriter;
import dev.lacuna.engine.encode.UnseenLevels;
import dev.lacuna.engine.io.AtomicFile;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Device;
import dev.lacuna.models.Imputation;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Models;
import dev.lacuna.models.PatternSets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna impute}: holes filled, everything else as it was. */
@Command(name = "impute", sortOptions = false,
        description = {"Fills the holes of a table. Learns from the table itself, or uses a model that has learned before.",
            "Observed cells come back byte for byte; nothing is left missing, except in ignored columns.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lacuna impute patients.csv --out completed.csv",
            "  lacuna impute patients.csv --out completed.csv --model chained",
            "  lacuna impute patients.csv --out completed.csv --draws 5 --seed 7",
            "      five plausible tables, completed.1.csv to completed.5.csv:",
            "      analyse each, pool the results",
            "  lacuna impute patients.csv --out completed.csv --model psmvae --patterns",
            "      adds to which of ten groups of incomplete rows a row belongs",
            "  lacuna impute new.csv --using patients.lacuna --out - | head",
            "  lacuna impute survey.csv --out done.csv --missing -999 --ignore id \\",
            "      --ordinal rating=low,fair,high"})
final class ImputeCommand implements Callable<Integer> {

    private static final String PATTERN_SET = "pattern_set";

    @ParentCommand
    private Lacuna lacuna;

    @Mixin
    private TableSource source;

    @Option(names = "--out", required = true, paramLabel = "COMPLETED", description = "the completed table; - is standard output")
    private String out;

    @Mixin
    private Learning learning;

    @Option(names = "--using", paramLabel = "MODELFILE", description = "a model written by 'lacuna fit', instead of learning")
    private Path using;

    @Option(names = "--draws", paramLabel = "M", description = "write M completed tables, each a draw, instead of the"
            + " one best guess: the number goes before the extension of COMPLETED, or in the place of {}")
    private Integer draws;

    @Option(names = "--samples", paramLabel = "L", description = "importance samples for each row (default ${DEFAULT-VALUE})")
    private int samples = ImputeOptions.DEFAULT_SAMPLES;

    @Option(names = "--unseen", paramLabel = "WHAT", description = "a category that the model has not seen: refuse (the"
            + " default), or missing: read as missing, the cell itself is kept")
    private String unseen = "refuse";

    @Option(names = "--patterns", description = "add the column " + PATTERN_SET + ": the set of patterns of holes that a row"
            + " belongs to, 0, 1, ...; only models with such sets (psmvae and its kin)")
    private boolean patterns;

    @Option(names = "--report", paramLabel = "FILE", description = "a text file: what was filled, and how sure")
    private Path report;

    @Option(names = "--device", paramLabel = "DEVICE", description = "what draws the samples: cpu (the default), or opencl, which"
            + " needs lacuna-opencl.jar beside the program or named by " + OpenClJar.ENVIRONMENT)
    private String device = "cpu";

    @Mixin
    private Computing computing;

    /** Completed tables and what is to be said of them. */
    private record Result(List<Table> completed, Summary summary) {}

    @Override
    public Integer call() throws IOException {
        checkUsage();
        Streams streams = lacuna.streams();
        List<Path> files = out.equals("-") ? List.of() : draws == null ? List.of(Path.of(out)) : Outputs.drawFiles(out, draws);
        List<Path> written = new ArrayList<>(files);
        if (report != null) written.add(report);
        for (Path file : written) Outputs.check(file, source);
        Optional<Imputer> imputer = using == null ? Optional.of(learning.imputer()) : Optional.empty();
        ImputeOptions options = ImputeOptions.defaults().withSamples(samples).withSeed(computing.seed())
                .withThreads(computing.threads()).withUnseenLevels(unseenLevels());
        imputer.ifPresent(known -> checkDevice(known.name(), known.drawsSamples(), known.drawsFromMixture()));
        if (patterns && imputer.isPresent() && !Models.kind(imputer.get().name()).patternSets()) {
            throw new IllegalArgumentException("model " + imputer.get().name() + " knows no pattern sets; --patterns needs --model "
                    + modelsWithPatternSets());
        }
        Optional<ImputationModel> given = using == null ? Optional.empty() : Optional.of(Models.load(using));
        given.ifPresent(known -> checkDevice(known.name(), known.drawsSamples(), known.drawsFromMixture()));
        Table table = source.read(streams, given.map(ImputationModel::schema));
        long start = System.nanoTime();
        Result result;
        double seconds;
        try (InterruptNotice notice = InterruptNotice.of(written, Optional.empty(), streams)) {
            Computing.sayKernels(lacuna);
            result = table.missingCount() == 0 && !patterns ? unchanged(table) : complete(table, given, imputer, options);
            notice.writing();
            seconds = (System.nanoTime() - start) * 1e-9;
            write(result, files, seconds);
        }
        if (!computing.quiet()) {
            streams.words().print(result.summary().brief(seconds));
            for (Path file : written) streams.words().println("  written: " + file);
            streams.words().flush();
        }
        return ExitCode.DONE;
    }

    private Result complete(Table table, Optional<ImputationModel> fitted, Optional<Imputer> imputer, ImputeOptions given) {
        // Opened before the model learns: a device that does not work is told at once.
        ImputeOptions options = given.withDevice(OpenClJar.device(device));
        ProgressBar bar = computing.bar(lacuna.streams());
        try {
            ImputationModel model = fitted.isPresent() ? fitted.get()
                    : imputer.orElseThrow().fit(table, learning.options(computing.seed(), computing.threads(), bar));
            Optional<String> sampler = model.drawsSamples() ? Optional.of(options.device().name()) : Optional.empty();
            if (draws == null) {
                Imputation imputation = model.impute(table, options.withProgress(bar));
                return new Result(withPatterns(model, table, List.of(imputation.completed()), options),
                        Summary.of(source.name(), table, imputation, model.name(), sampler));
            }
            List<Table> drawn = model.draw(table, draws, options.withProgress(bar));
            return new Result(withPatterns(model, table, drawn, options),
                    Summary.ofDraws(source.name(), table, drawn, model.name(), sampler));
        } finally {
            bar.clear();
        }
    }

    private List<Table> withPatterns(ImputationModel model, Table table, List<Table> completed, ImputeOptions options) {
        if (!patterns) return completed;
        if (table.schema().find(PATTERN_SET).isPresent()) {
            throw new InputException("--patterns adds a column '" + PATTERN_SET + "', and the table has one");
        }
        PatternSets sets = model.patterns(table, options).orElseThrow(() -> new IllegalArgumentException(
                "model " + model.name() + " says nothing of pattern sets; --patterns needs " + modelsWithPatternSets()));
        double[] likeliest = IntStream.range(0, table.rows()).mapToDouble(sets::likeliest).toArray();
        Column column = Table.builder().count(PATTERN_SET, likeliest).build().column(0);
        return completed.stream().map(one -> one.withColumn(column)).toList();
    }

    private static String modelsWithPatternSets() {
        return Models.all().stream().filter(ModelKind::patternSets).map(ModelKind::name).collect(Collectors.joining(" or "));
    }

    /** Nothing to learn, nothing to draw. */
    private Result unchanged(Table table) {
        return new Result(Collections.nCopies(draws == null ? 1 : draws, table), Summary.unchanged(source.name(), table));
    }

    /** All files or none. */
    private void write(Result result, List<Path> files, double seconds) throws IOException {
        List<AtomicFile.Entry> entries = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Table completed = result.completed().get(i);
            entries.add(new AtomicFile.Entry(files.get(i), stream -> CsvWriter.write(completed, stream)));
        }
        if (report != null) {
            byte[] text = result.summary().full(seconds).getBytes(StandardCharsets.UTF_8);
            entries.add(new AtomicFile.Entry(report, stream -> stream.write(text)));
        }
        if (files.isEmpty()) CsvWriter.write(result.completed().get(0), lacuna.streams().data());
        AtomicFile.writeAll(entries);
    }

    private void checkUsage() {
        if (!Device.KINDS.contains(device)) {
            throw new IllegalArgumentException("--device is '" + device + "'; allowed: " + String.join(", ", Device.KINDS));
        }
        if (using != null && learning.isGiven()) {
            throw new IllegalArgumentException("--using takes a model that has learned; --model, --set, --minutes and --steps do not"
                    + " go with it");
        }
        if (draws != null && draws < 1) throw new IllegalArgumentException("--draws is " + draws + "; at least 1");
        if (draws != null && draws > 1 && out.equals("-")) {
            throw new IllegalArgumentException("--draws " + draws + " are several tables; --out - takes one");
        }
        if (draws == null && out.contains(Outputs.PLACEHOLDER)) {
            throw new IllegalArgumentException("--out has the placeholder {} of a draw's number; give --draws too");
        }
    }

    private void checkDevice(String model, boolean drawsSamples, boolean drawsFromMixture) {
        if (device.equals("cpu")) return;
        if (!drawsSamples) {
            throw new IllegalArgumentException("--device " + device + " is for models that draw importance samples; " + model
                    + " as it is set does not; allowed: cpu");
        }
        if (drawsFromMixture) {
            throw new IllegalArgumentException("--device " + device + " is for draws of one Gaussian; " + model
                    + " as it is set draws from a mixture; allowed: cpu");
        }
    }

    private UnseenLevels unseenLevels() {
        return switch (unseen) {
            case "refuse" -> UnseenLevels.REFUSE;
            case "missing" -> UnseenLevels.TREAT_AS_MISSING;
            default -> throw new IllegalArgumentException("--unseen is '" + unseen + "'; allowed: refuse, missing");
        };
    }
}
