package dev.lacuna.models.mixture;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.encode.Encoding;
import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.engine.io.ModelFileException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.ColumnSchema;
import dev.lacuna.engine.table.Schema;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A fitted classifier of table rows: which columns it reads, which classes it tells apart, and the mixture behind it. Immutable;
 * safe to share between threads. {@link ClassifierFit} makes one.
 */
public final class TableClassifier {
    /** The name under {@link Models#NAME} in a model file. */
    public static final String KIND = "informative-labels";
    private static final String SECTION = "classifier";

    private final ClassLabels labels;
    private final ClassFeatures features;
    private final FittedMixture mixture;
    private final Map<String, String> provenance;

    TableClassifier(ClassLabels labels, ClassFeatures features, FittedMixture mixture, Map<String, String> provenance) {
        this.labels = labels;
        this.features = features;
        this.mixture = mixture;
        this.provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    public String label() {
        return labels.column();
    }

    /** The classes in the order of their numbers. */
    public List<String> classes() {
        return labels.classes();
    }

    /**
     * The names of the features in the order of the mixture's columns; an indicator of a categorical column is {@code
     * column=level}.
     */
    public List<String> features() {
        return features.names();
    }

    public FittedMixture mixture() {
        return mixture;
    }

    /** Where the classifier comes from, in reading order; as for every model. */
    public Map<String, String> provenance() {
        return provenance;
    }

    /**
     * The columns of the table it was fitted on, the label at the end; ignored ones are named so that new tables may carry them
     * along.
     */
    public Schema schema() {
        List<ColumnSchema> columns = new ArrayList<>(features.encoding().schema().columns());
        columns.add(labels.schema());
        return new Schema(columns);
    }

    /**
     * Labels new rows by what their features say, Pr(class | y). The label column may be absent; where a label is observed it
     * stays.
     *
     * @throws InputException for a feature that is missing, a column too many, a level or label that was not seen
     */
    public Labelled classify(Table table) {
        Optional<Column> given = table.schema().find(label()).isPresent() ? Optional.of(table.column(label())) : Optional.empty();
        given.ifPresent(labels::of);
        Table described = given.isPresent() ? table.withoutColumns(label()) : table;
        double[] x = features.of(described);
        int width = mixture.mixture().columns();
        double[][] probabilities = new double[table.rows()][];
        double[] row = new double[width];
        for (int j = 0; j < probabilities.length; j++) {
            System.arraycopy(x, j * width, row, 0, width);
            probabilities[j] = mixture.probabilities(row);
        }
        return labels.fill(table, given, probabilities);
    }

    /** Writes the model file in one piece. */
    public void save(Path file) throws IOException {
        ModelFile.Builder builder = ModelFile.builder().properties(Models.PROVENANCE, provenance);
        Map<String, String> classes = new LinkedHashMap<>();
        classes.put("label", label());
        for (int k = 0; k < classes().size(); k++) {
            classes.put("class." + k, classes().get(k));
        }
        builder.properties(SECTION, classes);
        features.encoding().writeTo(builder);
        mixture.writeTo(builder);
        builder.build().write(file);
    }

    /** Whether a model file holds a classifier. */
    public static boolean isIn(ModelFile file) {
        return file.has(Models.PROVENANCE) && KIND.equals(file.properties(Models.PROVENANCE).get(Models.NAME));
    }

    /** @throws ModelFileException where the file is damaged or holds something else */
    public static TableClassifier load(Path path) throws IOException {
        ModelFile file = ModelFile.read(path);
        if (!isIn(file)) {
            throw new ModelFileException(path + " holds no classifier; 'lacuna classify --model-out' writes one");
        }
        return load(file);
    }

    /** As {@link #load(Path)}, of a file for which {@link #isIn} holds. */
    public static TableClassifier load(ModelFile file) {
        Map<String, String> classes = new LinkedHashMap<>(file.properties(SECTION));
        String label = classes.remove("label");
        FittedMixture mixture;
        try {
            mixture = FittedMixture.readFrom(file);
        } catch (IllegalArgumentException inconsistent) {
            throw new ModelFileException("the classifier is inconsistent: " + inconsistent.getMessage());
        }
        ClassFeatures features = new ClassFeatures(Encoding.readFrom(file));
        if (label == null || classes.size() != mixture.mixture().classes()
                || features.names().size() != mixture.mixture().columns()) {
            throw new ModelFileException("the classifier is inconsistent: section '" + SECTION + "' has label " + label
                    + " and classes "
                    + classes.values() + ", the mixture " + mixture.mixture().classes() + " classes of "
                    + mixture.mixture().columns()
                    + " features, the encoding " + features.names());
        }
        return new TableClassifier(new ClassLabels(label, List.copyOf(classes.values())), features, mixture,
                file.properties(Models.PROVENANCE));
    }
}
