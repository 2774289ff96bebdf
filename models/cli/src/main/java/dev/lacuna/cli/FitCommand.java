package dev.lacuna.cli;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Imputer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna fit}: learns once, for new rows later. */
@Command(name = "fit", sortOptions = false,
        description = {"Learns a model from a table and writes it to a file for 'lacuna impute --using'.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lacuna fit patients.csv --model chained --out patients.lacuna",
            "  lacuna fit patients.csv --out patients.lacuna --minutes 30 --checkpoint patients.part --resume",
            "      goes on where an interrupted run stopped; the result is the same to the bit"})
final class FitCommand implements Callable<Integer> {

    @ParentCommand
    private Lacuna lacuna;

    @Mixin
    private TableSource source;

    @Option(names = "--out", required = true, paramLabel = "MODELFILE", description = "where the model goes")
    private Path out;

    @Mixin
    private Learning learning;

    @Option(names = "--checkpoint", paramLabel = "FILE", description = "written now and then, removed at the end")
    private Path checkpoint;

    @Option(names = "--resume", description = "go on from the checkpoint where there is one")
    private boolean resume;

    @Mixin
    private Computing computing;

    @Override
    public Integer call() throws IOException {
        if (resume && checkpoint == null) throw new IllegalArgumentException("--resume needs --checkpoint FILE");
        if (out.toString().equals("-")) throw new IllegalArgumentException("a model goes to a file; --out - is for tables");
        Outputs.check(out, source);
        Streams streams = lacuna.streams();
        Imputer imputer = learning.imputer();
        ProgressBar bar = computing.bar(streams);
        FitOptions options = learning.options(computing.seed(), computing.threads(), bar);
        if (checkpoint != null) options = options.withCheckpoint(checkpoint, resume);
        Table table = source.read(streams, Optional.empty());
        long start = System.nanoTime();
        ImputationModel model;
        try (InterruptNotice notice = InterruptNotice.of(List.of(out), Optional.ofNullable(checkpoint), streams)) {
            Computing.sayKernels(lacuna);
            model = fit(imputer, table, options, bar);
            notice.writing();
            model.save(out);
        }
        if (!computing.quiet()) {
            streams.words().println("lacuna: " + model.name() + " learned from " + Summary.size(table) + " of " + source.name()
                    + " in "
                    + Summary.seconds((System.nanoTime() - start) * 1e-9));
            for (String note : table.notes()) streams.words().println("  note: " + note);
            streams.words().println("  written: " + out + " (" + (Files.size(out) + 1023) / 1024 + " KiB)");
        }
        return ExitCode.DONE;
    }

    private static ImputationModel fit(Imputer imputer, Table table, FitOptions options, ProgressBar bar) {
        try {
            return imputer.fit(table, options);
        } finally {
            bar.clear();
        }
    }
}
