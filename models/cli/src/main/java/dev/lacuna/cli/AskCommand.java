package dev.lacuna.cli;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.csv.CsvOptions;
import dev.lacuna.engine.csv.CsvReader;
import dev.lacuna.engine.table.ColumnType;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Models;
import dev.lacuna.models.latent.Question;
import dev.lacuna.models.latent.QuestionSelection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code lacuna ask}: which value to collect next. */
@Command(name = "ask", sortOptions = false,
        description = {"Says which missing value of a row to collect next, and what each is expected to tell.",
            "'tells' is the information in nats that the answer gives on average, of everything unknown or of the targets.",
            "Needs a model with a latent variable, such as pvae or gina; pvae has learned to work with few values.", ""},
        footerHeading = "%nExamples:%n",
        footer = {
            "  lacuna fit patients.csv --model pvae --out patients.lacuna",
            "  lacuna ask patients.lacuna --row \"age=54,smoker=yes\"",
            "      the next best columns for a patient of whom two things are known",
            "  lacuna ask patients.lacuna --row-file waiting.csv --top 3 \\",
            "      --target diagnosis --cost mri=40 --cost blood=2"})
final class AskCommand implements Callable<Integer> {
    private static final int LEVELS_SHOWN = 4;

    @ParentCommand
    private Lacuna lacuna;

    @Parameters(paramLabel = "MODELFILE", description = "written by 'lacuna fit'")
    private Path file;

    @Option(names = "--row", paramLabel = "COLUMN=VALUE,...",
            description = "what is known; --row \"\" for nothing. Values with commas need"
            + " --row-file")
    private String row;

    @Option(names = "--row-file", paramLabel = "TABLE",
            description = "CSV file with a header and one or more rows, holes and absent columns"
            + " being unknown; - is standard input")
    private String rowFile;

    @Option(names = "--top", paramLabel = "N", description = "how many columns to show (${DEFAULT-VALUE})")
    private int top = 10;

    @Option(names = "--target", paramLabel = "COLUMN",
            description = "what the answers are wanted for, instead of everything unknown;"
            + " repeatable")
    private final List<String> targets = new ArrayList<>();

    @Option(names = "--cost", paramLabel = "COLUMN=NUMBER",
            description = "what a value costs, 1 if not said; sorts by information for the cost;"
            + " repeatable")
    private final Map<String, Double> costs = new LinkedHashMap<>();

    @Option(names = "--samples", paramLabel = "S",
            description = "draws of each answer (${DEFAULT-VALUE}); more make 'tells' steadier")
    private int samples = QuestionSelection.DEFAULT_SAMPLES;

    @Option(names = "--seed", paramLabel = "N", description = "names the random numbers (${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws IOException {
        if ((row == null) == (rowFile == null)) {
            throw new IllegalArgumentException("what is known? Give --row COLUMN=VALUE,... (--row \"\" for nothing) or"
                    + " --row-file TABLE, one of"
                    + " them");
        }
        if (top < 1) throw new IllegalArgumentException("--top is " + top + "; at least 1");
        Map<String, String> known = row == null ? Map.of() : pairs(row);
        ImputationModel model = Models.load(file);
        QuestionSelection selection = QuestionSelection.builder(model).samples(samples).seed(seed).targets(targets).build();
        checkCosts(model.schema());
        Table table = row != null ? selection.row(known) : readRows(model.schema());
        List<List<Question>> ranked = selection.rank(table);
        PrintWriter out = lacuna.streams().text();
        for (int r = 0; r < ranked.size(); r++) {
            if (ranked.size() > 1) out.println((r == 0 ? "" : System.lineSeparator()) + "row " + (r + 1) + ": "
                    + known(table, r));
            out.print(ranked.get(r).isEmpty() ? "nothing is left to ask" + System.lineSeparator() : text(ranked.get(r)));
        }
        out.flush();
        return ExitCode.DONE;
    }

    private static Map<String, String> pairs(String row) {
        Map<String, String> known = new LinkedHashMap<>();
        if (row.isBlank()) return known;
        for (String pair : row.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("--row: '" + pair
                        + "' is not COLUMN=VALUE; values with commas need --row-file");
            }
            if (known.put(pair.substring(0, equals).strip(), pair.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("--row names '" + pair.substring(0, equals).strip() + "' twice");
            }
        }
        return known;
    }

    private Table readRows(Schema schema) throws IOException {
        CsvOptions options = CsvOptions.defaults().typesOf(schema);
        return rowFile.equals("-") ? CsvReader.read(lacuna.streams().in(), "standard input", options)
                : CsvReader.read(Path.of(rowFile), options);
    }

    private void checkCosts(Schema schema) {
        costs.forEach((column, cost) -> {
            if (schema.find(column).isEmpty()) {
                throw new InputException("--cost: unknown column '" + column + "'; the model knows " + schema.names());
            }
            if (!(cost > 0) || cost.isInfinite()) throw new IllegalArgumentException("--cost " + column + "=" + cost
                    + "; a number above 0");
        });
    }

    private double cost(Question question) {
        return costs.getOrDefault(question.column(), 1.0);
    }

    private String text(List<Question> questions) {
        TextTable lines = new TextTable();
        List<String> head = new ArrayList<>(List.of("ask", "tells", "+-"));
        if (!costs.isEmpty()) head.addAll(List.of("cost", "for the cost"));
        head.add("the answer will be about");
        for (Question.Effect effect : questions.get(0).effects()) {
            head.add((effect.entropy() ? "entropy of " : "sd of ") + effect.target());
        }
        lines.row(head.toArray(String[]::new));
        // The sort is stable: without costs the order stays.
        List<Question> sorted = questions.stream().sorted(Comparator.comparingDouble(q ->
                -q.reward() / cost(q))).limit(top).toList();
        for (Question question : sorted) {
            List<String> cells = new ArrayList<>(List.of(question.column(), nats(question.reward()),
                    nats(question.standardError())));
            if (!costs.isEmpty()) cells.addAll(List.of(ColumnText.number(cost(question)),
                    nats(question.reward() / cost(question))));
            cells.add(answer(question.expected()));
            for (Question.Effect effect : question.effects()) {
                cells.add(ColumnText.number(effect.now()) + " -> " + ColumnText.number(effect.after()));
            }
            lines.row(cells.toArray(String[]::new));
        }
        return lines.indented("") + (questions.size() > top ? "and " + (questions.size() - top) + " more columns"
                + System.lineSeparator() : "");
    }

    private static String nats(double value) {
        return String.format(Locale.ROOT, "%.4f", value == 0 ? 0.0 : value);
    }

    private static String answer(Question.Answer answer) {
        if (answer instanceof Question.Answer.Number number) {
            return ColumnText.number(number.mean()) + " +- " + ColumnText.number(number.standardDeviation());
        }
        Question.Answer.Levels levels = (Question.Answer.Levels) answer;
        String text = IntStream.range(0, levels.levels().size()).boxed()
                .sorted(Comparator.comparingDouble(level -> -levels.probabilities().get(level))).limit(LEVELS_SHOWN)
                .map(level -> String.format(Locale.ROOT, "%s %.2f", levels.levels().get(level),
                levels.probabilities().get(level)))
                .collect(Collectors.joining(", "));
        return levels.levels().size() > LEVELS_SHOWN ? text + ", ..." : text;
    }

    private static String known(Table table, int row) {
        String text = table.columns().stream().filter(column -> column.type() != ColumnType.IGNORED && column.observed(row))
                .map(column -> column.name() + "=" + column.text(row)).collect(Collectors.joining(", "));
        return text.isEmpty() ? "nothing is known" : text;
    }
}
