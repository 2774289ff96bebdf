package dev.lacuna.cli;

import dev.lacuna.engine.csv.CsvWriter;
import dev.lacuna.engine.io.AtomicFile;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.mixture.ClassifierFit;
import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.LabelBaseline;
import dev.lacuna.models.mixture.Labelled;
import dev.lacuna.models.mixture.TableClassifier;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna classify}: missing labels filled, with their probabilities and a word on why they may be missing. */
@Command(name = "classify", sortOptions = false,
        description = {"Learns a classifier from a table in which some labels are missing, and fills them.",
            "Asks why they are missing: by chance, because the row is hard to tell, because of the class.",
            "Observed cells come back byte for byte; a column p(CLASS) is added for each class.",
            "Features are all other columns, a categorical one as indicators of all levels but the first; they must be complete.",
                    ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lacuna classify biopsies.csv --label diagnosis --out labelled.csv",
            "      compares mechanisms by BIC, takes the best, says how sure that is",
            "  lacuna classify biopsies.csv --label diagnosis --mechanism logent \\",
            "      --model-out biopsies.lacuna --baseline lda --out labelled.csv",
            "  lacuna classify new.csv --using biopsies.lacuna --out - | head",
            "      new rows, without learning again",
            "",
            "Mechanisms, each the chance that a label is missing:",
            "  mcar         the same everywhere, also called ignorable",
            "  logent, ent, normalised-entropy, gini, margin, d2",
            "               by how hard the row is to classify; d2 for two classes",
            "  mixed:logent some by chance, the others as logent; also mixed:ent, ...",
            "  mixed-recorded:logent",
            "               the same where --source says which was which",
            "  mnar         by the class itself",
            "  mnar+logent  by the class and by how hard the row is; also mnar+ent, ..."})
final class ClassifyCommand implements Callable<Integer> {
    private static final String AUTO = "auto";

    @ParentCommand
    private Lacuna lacuna;

    @Mixin
    private TableSource source;

    @Option(names = "--label", paramLabel = "COLUMN",
            description = "the column with the classes; its values are labels also where they are"
            + " numbers")
    private String label;

    @Option(names = "--out", required = true, paramLabel = "LABELLED", description = "the labelled table; - is standard output")
    private String out;

    @Option(names = "--mechanism", paramLabel = "NAME",
            description = "why labels are missing, see below; auto (the default) compares the"
            + " usual ones")
    private String mechanism;

    @Option(names = "--covariance", paramLabel = "SHAPE",
            description = "of the classes: equal (the default), unequal, diagonal (equal for"
            + " all), unequal-diagonal")
    private String covariance;

    @Option(names = "--source", paramLabel = "COLUMN",
            description = "for mixed-recorded: chance or informative (1 or 2) where the label is"
            + " missing")
    private String sourceColumn;

    @Option(names = "--classes", paramLabel = "N",
            description = "more classes than the labels show; the others are found from the features"
            + " alone and called unlabelled-1, ...")
    private Integer classes;

    @Option(names = "--starts", paramLabel = "N",
            description = "random starts of the search beside the reasoned ones (default 4)")
    private Integer starts;

    @Option(names = "--baseline", paramLabel = "RULE",
            description = "also say how many labels another rule would fill differently: lda, qda,"
            + " ignorable, self-training; repeatable")
    private final List<String> baselines = new ArrayList<>();

    @Option(names = "--model-out", paramLabel = "MODELFILE", description = "keep the classifier for new rows")
    private Path modelOut;

    @Option(names = "--using", paramLabel = "MODELFILE", description = "a kept classifier, instead of learning")
    private Path using;

    @Option(names = "--report", paramLabel = "FILE",
            description = "a text file: everything that the summary says, and the search")
    private Path report;

    @Mixin
    private Computing computing;

    @Override
    public Integer call() throws IOException {
        List<Path> files = new ArrayList<>();
        if (!out.equals("-")) files.add(Path.of(out));
        if (modelOut != null) files.add(modelOut);
        if (report != null) files.add(report);
        if (modelOut != null && modelOut.toString().equals("-")) {
            throw new IllegalArgumentException("a model goes to a file; --model-out - is not one");
        }
        for (Path file : files) Outputs.check(file, source);
        try (InterruptNotice notice = InterruptNotice.of(files, Optional.empty(), lacuna.streams())) {
            return using == null ? learn(notice) : use(notice);
        }
    }

    private int use(InterruptNotice notice) throws IOException {
        if (label != null || mechanism != null || covariance != null || sourceColumn != null || classes != null || starts != null
                || !baselines.isEmpty() || modelOut != null || report != null) {
            throw new IllegalArgumentException("--using takes a classifier that has learned; of the other options only --out"
                    + " and those of the"
                    + " table go with it");
        }
        TableClassifier classifier = TableClassifier.load(using);
        Table table = source.read(lacuna.streams(), Optional.of(classifier.schema()));
        Labelled labelled = classifier.classify(table);
        notice.writing();
        write(labelled);
        say(ClassifySummary.ofNewRows(source.name(), classifier, table, labelled));
        return ExitCode.DONE;
    }

    private int learn(InterruptNotice notice) throws IOException {
        if (label == null) throw new IllegalArgumentException("--label COLUMN is missing: which column holds the classes?");
        ClassifierFit.Builder builder = ClassifierFit.builder(label).seed(computing.seed()).threads(computing.threads()).covariances(shape());
        chosenMechanism().ifPresent(builder::mechanism);
        if (sourceColumn != null) builder.source(sourceColumn);
        if (classes != null) builder.classes(atLeast("--classes", classes, 2));
        if (starts != null) builder.randomStarts(atLeast("--starts", starts, 0));
        List<LabelBaseline> compared = baselines.stream().map(ClassifyCommand::baseline).toList();
        Table table = source.readLabelled(lacuna.streams(), label);
        long start = System.nanoTime();
        ClassifierFit fit = builder.fit(table);
        List<String> differences = new ArrayList<>();
        for (LabelBaseline rule : compared) {
            differences.add(rule.text() + " would fill " + fit.differingFrom(rule) + " of " + fit.labelled().filled()
                    + " labels differently");
        }
        notice.writing();
        write(fit.labelled());
        if (modelOut != null) fit.classifier().save(modelOut);
        ClassifySummary summary = ClassifySummary.of(source.name(), fit, differences, (System.nanoTime() - start) * 1e-9);
        if (report != null) {
            AtomicFile.write(report, stream -> stream.write(summary.full().getBytes(StandardCharsets.UTF_8)));
        }
        say(summary);
        return ExitCode.DONE;
    }

    private void write(Labelled labelled) throws IOException {
        if (out.equals("-")) CsvWriter.write(labelled.table(), lacuna.streams().data());
        else CsvWriter.write(labelled.table(), Path.of(out));
    }

    private void say(ClassifySummary summary) {
        if (computing.quiet()) return;
        lacuna.streams().words().print(summary.brief());
        if (!out.equals("-")) lacuna.streams().words().println("  written: " + out);
        if (modelOut != null) lacuna.streams().words().println("  written: " + modelOut);
        lacuna.streams().words().flush();
    }

    private Optional<Mechanism> chosenMechanism() {
        if (mechanism == null || mechanism.equals(AUTO)) return Optional.empty();
        try {
            return Optional.of(Mechanism.named(mechanism));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("--mechanism: " + unknown.getMessage() + ", or " + AUTO);
        }
    }

    private Covariances shape() {
        return switch (covariance == null ? "equal" : covariance) {
            case "equal" -> Covariances.EQUAL;
            case "unequal" -> Covariances.UNEQUAL;
            case "diagonal" -> Covariances.EQUAL_DIAGONAL;
            case "unequal-diagonal" -> Covariances.UNEQUAL_DIAGONAL;
            default -> throw new IllegalArgumentException("--covariance is '" + covariance
                    + "'; allowed: equal, unequal, diagonal, unequal-diagonal");
        };
    }

    private static LabelBaseline baseline(String name) {
        return Arrays.stream(LabelBaseline.values()).filter(rule -> rule.text().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--baseline is '" + name + "'; allowed: "
                        + Arrays.stream(LabelBaseline.values()).map(LabelBaseline::text).collect(Collectors.joining(", "))));
    }

    private static int atLeast(String option, int value, int least) {
        if (value < least) throw new IllegalArgumentException(option + " is " + value + "; at least " + least);
        return value;
    }
}
