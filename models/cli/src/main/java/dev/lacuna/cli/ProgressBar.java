package dev.lacuna.cli;

import dev.lacuna.engine.train.ProgressListener;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that says how far, how fast, how long still; nothing where nobody watches. */
final class ProgressBar implements ProgressListener {
    private static final int WIDTH = 24;
    /** Narrower than the narrowest usual terminal: a line that wraps cannot be drawn over. */
    private static final int MOST_CHARACTERS = 79;
    private static final long REDRAW_NANOS = 100_000_000;

    private final PrintWriter words;
    private final boolean shown;
    private long lastDrawn;
    private int drawnLength;

    ProgressBar(PrintWriter words, boolean shown) {
        this.words = words;
        this.shown = shown;
    }

    @Override
    public void progress(Progress progress) {
        long now = System.nanoTime();
        if (!shown || drawnLength > 0 && now - lastDrawn < REDRAW_NANOS && progress.step() < progress.total()) return;
        lastDrawn = now;
        draw(line(progress));
    }

    static String line(Progress progress) {
        double share = progress.total() > 0 ? Math.min(1, (double) progress.step() / progress.total()) : 0;
        int filled = (int) (share * WIDTH);
        String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
        String loss = Double.isNaN(progress.loss()) ? "" : String.format(Locale.ROOT, "  loss %.4g", progress.loss());
        double left = progress.stepsPerSecond() > 0 ? (progress.total() - progress.step()) / progress.stepsPerSecond()
                : Double.NaN;
        String line = String.format(Locale.ROOT, "%-9s [%s] %3.0f %%  %s/s  %s left%s", progress.job(), bar, 100 * share,
                speed(progress.stepsPerSecond()), duration(left), loss);
        return line.substring(0, Math.min(MOST_CHARACTERS, line.length()));
    }

    /** Leaves an empty line for what comes next. */
    void clear() {
        if (drawnLength > 0) draw("");
        drawnLength = 0;
    }

    private void draw(String line) {
        String blanks = " ".repeat(Math.max(0, drawnLength - line.length()));
        words.print("\r" + line + blanks + (line.isEmpty() ? "\r" : ""));
        words.flush();
        drawnLength = line.length();
    }

    private static String speed(double perSecond) {
        return String.format(Locale.ROOT, perSecond >= 100 ? "%.0f" : "%.1f", perSecond);
    }

    /** {@code 12 s}, {@code 3 min 20 s}, {@code 2 h 5 min}; {@code ?} where it is not known. */
    static String duration(double seconds) {
        if (!(seconds >= 0) || seconds > 1e9) return "?";
        long whole = (long) Math.ceil(seconds);
        if (whole < 60) return whole + " s";
        return whole < 3600 ? whole / 60 + " min " + whole % 60 + " s" : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
