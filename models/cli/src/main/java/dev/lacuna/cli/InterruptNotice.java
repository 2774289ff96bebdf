package dev.lacuna.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a command says and tidies up when its JVM is ended from outside, by Ctrl-C or a kill: one line on what was written, and no
 * temporary files left. Closed when the command is done, well or not.
 */
final class InterruptNotice implements AutoCloseable {

    private enum Stage { COMPUTING, WRITING, DONE }

    private final List<Path> files;
    private final Optional<Path> checkpoint;
    private final Streams streams;
    private volatile Stage stage = Stage.COMPUTING;

    private InterruptNotice(List<Path> files, Optional<Path> checkpoint, Streams streams) {
        this.files = files;
        this.checkpoint = checkpoint;
        this.streams = streams;
    }

    /** @param checkpoint from which the command can be resumed */
    static InterruptNotice of(List<Path> files, Optional<Path> checkpoint, Streams streams) {
        InterruptNotice notice = new InterruptNotice(files, checkpoint, streams);
        Runtime.getRuntime().addShutdownHook(new Thread(notice::end));
        return notice;
    }

    /** From now on nobody can say what was written. */
    void writing() {
        stage = Stage.WRITING;
    }

    @Override
    public void close() {
        stage = Stage.DONE;
    }

    private void end() {
        if (stage == Stage.DONE) return;
        files.forEach(Outputs::removeTemporaries);
        checkpoint.ifPresent(Outputs::removeTemporaries);
        if (streams.terminal()) streams.words().println();
        streams.words().println("lacuna: interrupted" + what());
        streams.words().flush();
    }

    private String what() {
        String names = files.isEmpty() ? "standard output" : files.stream().map(Path::toString).collect(Collectors.joining(", "));
        if (stage == Stage.WRITING) {
            return files.isEmpty() ? " while the table was written; it is not whole"
                    : " while files were written; each is whole or as it was: " + names;
        }
        return "; nothing was written to " + names + checkpoint.filter(Files::exists)
                .map(file -> "; --resume goes on from " + file).orElse("");
    }
}
