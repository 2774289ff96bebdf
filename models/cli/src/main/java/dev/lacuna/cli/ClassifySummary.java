package dev.lacuna.cli;

import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.mixture.ClassifierFit;
import dev.lacuna.models.mixture.FitReport;
import dev.lacuna.models.mixture.FittedMixture;
import dev.lacuna.models.mixture.Labelled;
import dev.lacuna.models.mixture.MechanismChoice;
import dev.lacuna.models.mixture.TableClassifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a classification did and how far to trust it. */
final class ClassifySummary {
    /** Below this a filled label is a guess: as likely another class as not. */
    private static final double UNSURE = 0.5;
    private static final double SURE = 0.9;
    private static final int LINE = 100;

    private final String brief;
    private final String more;

    private ClassifySummary(String brief, String more) {
        this.brief = brief;
        this.more = more;
    }

    /** A few lines for a person who waits. */
    String brief() {
        return brief;
    }

    /** Everything. */
    String full() {
        return brief + more;
    }

    static ClassifySummary ofNewRows(String name, TableClassifier classifier, Table table, Labelled labelled) {
        boolean[] missing = new boolean[table.rows()];
        for (int row = 0; row < missing.length; row++) {
            missing[row] = table.schema().find(classifier.label()).isEmpty() || !table.column(classifier.label()).observed(row);
        }
        Lines text = new Lines();
        text.line("labelled " + name + " (" + Summary.size(table) + ") by a classifier learned before, from the features alone");
        sizes(text, classifier, labelled, missing);
        return new ClassifySummary(text.toString(), "");
    }

    static ClassifySummary of(String name, ClassifierFit fit, List<String> differences, double seconds) {
        TableClassifier classifier = fit.classifier();
        FittedMixture mixture = classifier.mixture();
        FitReport report = mixture.report();
        boolean[] missing = new boolean[report.rows()];
        for (int row = 0; row < missing.length; row++) missing[row] = fit.sample().label(row) < 0;
        Lines text = new Lines();
        text.line("labelled " + name + " (" + Summary.size(fit.labelled().table()) + " now) in " + Summary.seconds(seconds));
        sizes(text, classifier, fit.labelled(), missing);
        text.line("  mechanism: " + mixture.mechanism().name() + String.format(Locale.ROOT,
                ", log-likelihood %.3f with %d parameters, %s after %d steps", report.logLikelihood(), report.parameters(),
                report.status().name().toLowerCase(Locale.ROOT).replace('_', ' '), report.iterations()));
        fit.choice().ifPresent(choice -> {
            text.table(mechanisms(choice));
            text.paragraph(choice.verdict());
        });
        for (String difference : differences) text.line("  " + difference);
        for (String warning : report.warnings()) text.line("  warning: " + named(warning, classifier));
        for (String note : fit.notes()) text.line("  note: " + note);
        for (String note : fit.labelled().table().notes()) text.line("  note: " + note);
        return new ClassifySummary(text.toString(), details(fit));
    }

    /** The library counts classes from 0. */
    private static String named(String warning, TableClassifier classifier) {
        return Pattern.compile("\\bclass (\\d+)\\b").matcher(warning).replaceAll(number ->
                Matcher.quoteReplacement("class '" + classifier.classes().get(Integer.parseInt(number.group(1))) + "'"));
    }

    private static void sizes(Lines text, TableClassifier classifier, Labelled labelled, boolean[] missing) {
        Table table = labelled.table();
        Column label = table.column(classifier.label());
        int classes = classifier.classes().size();
        int[] observed = new int[classes];
        int[] filled = new int[classes];
        double[] certainty = new double[classes];
        int sure = 0;
        int unsure = 0;
        for (int row = 0; row < table.rows(); row++) {
            int k = label.code(row);
            if (!missing[row]) {
                observed[k]++;
                continue;
            }
            double probability = table.column("p(" + classifier.classes().get(k) + ")").number(row);
            filled[k]++;
            certainty[k] += probability;
            if (probability >= SURE) sure++;
            if (probability < UNSURE) unsure++;
        }
        text.line(labelled.filled() == 0 ? "  no label was missing; p(CLASS) columns were added"
                : "  " + labelled.filled() + (labelled.filled() == 1 ? " label" : " labels") + " filled, " + sure
                + " of them with a probability of 0.9 or more" + (unsure > 0
                        ? ", " + unsure + " with less than 0.5" : "") + "; every observed cell is unchanged");
        TextTable lines = new TextTable();
        lines.row("class", "observed", "filled", "mean probability of the filled");
        for (int k = 0; k < classes; k++) {
            lines.row(classifier.classes().get(k), Integer.toString(observed[k]), Integer.toString(filled[k]),
                    filled[k] == 0 ? "-" : String.format(Locale.ROOT, "%.3f", certainty[k] / filled[k]));
        }
        text.table(lines);
    }

    private static TextTable mechanisms(MechanismChoice choice) {
        TextTable lines = new TextTable();
        lines.row("compared", "log-likelihood", "parameters", "AIC", "BIC", "fit");
        for (MechanismChoice.Row row : choice.rows()) {
            lines.row(row.mechanism(), number(row.logLikelihood()), Integer.toString(row.parameters()), number(row.aic()),
                    number(row.bic()),
                    row.fitted().report().status().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        return lines;
    }

    private static String details(ClassifierFit fit) {
        Lines text = new Lines();
        FittedMixture mixture = fit.classifier().mixture();
        text.line("");
        text.line("mechanism parameters, classes in the order above");
        TextTable parameters = new TextTable();
        List<String> names = mixture.mechanism().parameterNames(fit.classifier().classes().size());
        for (int i = 0; i < names.size(); i++) parameters.row(names.get(i), ColumnText.number(mixture.mechanismParameters()[i]));
        text.table(parameters);
        if (fit.choice().isPresent() && !fit.choice().get().tests().isEmpty()) {
            text.line("likelihood-ratio tests");
            TextTable tests = new TextTable();
            for (MechanismChoice.Test test : fit.choice().get().tests()) {
                tests.row(test.question(), String.format(Locale.ROOT, "%.3f on %d%s", test.statistic(), test.degrees(),
                        test.boundary() ? " (on the edge)" : ""), String.format(Locale.ROOT, "p = %.2g", test.pValue()));
            }
            text.table(tests);
        }
        text.line("starts of the search");
        TextTable starts = new TextTable();
        for (FitReport.Start start : mixture.report().starts()) {
            starts.row(start.name(), number(start.logLikelihood()), start.finished() ? "" : "not followed to the end",
                    start.note());
        }
        text.table(starts);
        return text.toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    /** Text that grows by lines. */
    private static final class Lines {
        private final List<String> parts = new ArrayList<>();

        void line(String text) {
            parts.add(text + System.lineSeparator());
        }

        /** Broken between words. */
        void paragraph(String text) {
            StringBuilder line = new StringBuilder();
            for (String word : text.split(" ")) {
                if (line.length() + word.length() + 1 > LINE) {
                    line(" " + line);
                    line.setLength(0);
                }
                line.append(' ').append(word);
            }
            line(" " + line);
        }

        void table(TextTable table) {
            parts.add(table.indented("    "));
        }

        @Override
        public String toString() {
            return String.join("", parts);
        }
    }
}
