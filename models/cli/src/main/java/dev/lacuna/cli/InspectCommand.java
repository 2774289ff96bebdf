package dev.lacuna.cli;

import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

    @Parameters(paramLabel = "MODELFILE", description = "written by 'lacuna fit'")
    private Path file;

    @Override
    public Integer call() throws IOException {
        ImputationModel model = Models.load(file);
        PrintWriter out = lacuna.streams().text();
        TextTable facts = new TextTable();
        for (Map.Entry<String, String> fact : model.provenance().entrySet()) facts.row(fact.getKey(), fact.getValue());
        if (!model.provenance().containsKey("assumes")) facts.row("assumes", Models.kind(model.name()).assumes());
        out.print(facts.indented(""));
        out.println();
        TextTable columns = new TextTable();
        columns.row("column", "type", "levels");
        for (ColumnSchema column : model.schema().columns()) {
            columns.row(column.name(), column.type().name().toLowerCase(Locale.ROOT), levels(column.levels()));
        }
        out.print(columns.indented(""));
        out.flush();
        return ExitCode.DONE;
    }

    private static String levels(List<String> levels) {
        if (levels.size() <= LEVELS_SHOWN) return String.join(", ", levels);
        return String.join(", ", levels.subList(0, LEVELS_SHOWN)) + ", ... (" + levels.size() + ")";
    }
}
