package dev.lacuna.cli;

import dev.lacuna.models.ModelKind;
import dev.lacuna.models.Models;
import dev.lacuna.models.Setting;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna models}: what there is, what each assumes, when to choose it. */
@Command(name = "models",
        description = {"Lists the models: what each takes the holes to depend on, and when to choose it.", ""},
        footerHeading = "%nExamples:%n",
        footer = {"  lacuna models", "  lacuna models chained", "      its settings for --set, with ranges and defaults"})
final class ModelsCommand implements Callable<Integer> {

    @ParentCommand
    private Lacuna lacuna;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "only this model, with its settings")
    private String name;

    @Override
    public Integer call() {
        PrintWriter out = lacuna.streams().text();
        if (name == null) {
            for (ModelKind kind : Models.all()) describe(kind, out);
            out.println("'lacuna models NAME' lists a model's settings.");
        } else {
            ModelKind kind = Models.kind(name);
            describe(kind, out);
            TextTable settings = new TextTable();
            if (kind.settings().isEmpty()) out.println("It has no settings.");
            else settings.row("setting", "default", "allowed", "what");
            for (Setting setting : kind.settings()) {
                settings.row(setting.name(), setting.defaultValue(), setting.range(), setting.description());
            }
            out.print(settings.indented(""));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static void describe(ModelKind kind, PrintWriter out) {
        out.println(kind.name() + (kind.name().equals(Models.DEFAULT) ? " (the default)" : ""));
        out.println("  assumes: " + kind.assumes());
        out.println("  choose it: " + kind.whenToChoose());
    }
}
