package dev.lacuna.cli;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.TableClassifier;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna inspect}: what a model file holds. */
@Command(name = "inspect",
        description = {"Says what a model file holds: which model, its settings, seed and data, and the columns that it knows.",
                ""},
        footerHeading = "%nExample:%n", footer = "  lacuna inspect patients.lacuna")
final class InspectCommand implements Callable<Integer> {
    private static final int LEVELS_SHOWN = 8;

    @ParentCommand
    private Lacuna lacuna;

    @Parameters(paramLabel = "MODELFILE", description = "written by 'lacuna fit' or 'lacuna classify --model-out'")
    private Path file;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = lacuna.streams().text();
        ModelFile content = ModelFile.read(file);
        if (TableClassifier.isIn(content)) {
            TableClassifier classifier = TableClassifier.load(content);
            out.print(facts(classifier.provenance()).indented(""));
            out.println();
            out.print(classes(classifier).indented(""));
            out.println();
            out.print(columns(classifier.schema()).indented(""));
        } else {
            ImputationModel model = Models.load(file);
            TextTable facts = facts(model.provenance());
            if (!model.provenance().containsKey("assumes")) facts.row("assumes", Models.kind(model.name()).assumes());
            out.print(facts.indented(""));
            out.println();
            out.print(columns(model.schema()).indented(""));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static TextTable facts(Map<String, String> provenance) {
        TextTable facts = new TextTable();
        for (Map.Entry<String, String> fact : provenance.entrySet()) facts.row(fact.getKey(), fact.getValue());
        return facts;
    }

    private static TextTable columns(Schema schema) {
        TextTable columns = new TextTable();
        columns.row("column", "type", "levels");
        for (ColumnSchema column : schema.columns()) {
            columns.row(column.name(), column.type().name().toLowerCase(Locale.ROOT), levels(column.levels()));
        }
        return columns;
    }

    /** A feature a line: how much of the table each class is, and its means. */
    private static TextTable classes(TableClassifier classifier) {
        GaussianMixture mixture = classifier.mixture().mixture();
        TextTable table = new TextTable();
        List<String> head = new ArrayList<>(List.of("class"));
        List<String> shares = new ArrayList<>(List.of("share"));
        for (int k = 0; k < mixture.classes(); k++) {
            head.add(classifier.classes().get(k));
            shares.add(String.format(Locale.ROOT, "%.3f", mixture.weight(k)));
        }
        table.row(head.toArray(String[]::new));
        table.row(shares.toArray(String[]::new));
        for (int c = 0; c < mixture.columns(); c++) {
            List<String> means = new ArrayList<>(List.of("mean of " + classifier.features().get(c)));
            for (int k = 0; k < mixture.classes(); k++) means.add(ColumnText.number(mixture.mean(k)[c]));
            table.row(means.toArray(String[]::new));
        }
        return table;
    }

    private static String levels(List<String> levels) {
        if (levels.size() <= LEVELS_SHOWN) return String.join(", ", levels);
        return String.join(", ", levels.subList(0, LEVELS_SHOWN)) + ", ... (" + levels.size() + ")";
    }
}
