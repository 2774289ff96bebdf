package dev.lacuna.models.mixture;

import dev.lacuna.engine.InputException;
import dev.lacuna.engine.table.Column;
import dev.lacuna.engine.table.Table;
import dev.lacuna.models.Models;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of fitting a classifier to a table in which some labels are missing.
 *
 * @param sample features and labels as the mixture saw them
 * @param choice the mechanisms that were compared; none where the data cannot compare any
 * @param labelled the table with its labels filled, given that they were missing: differs from {@link TableClassifier#classify}
 *        where missingness depends on the class
 * @param notes what a careful reader should know beside the fit's own warnings
 */
public record ClassifierFit(TableClassifier classifier, PartlyLabelled sample, Optional<MechanismChoice> choice,
        Labelled labelled,
        List<String> notes) {

    public ClassifierFit {
        notes = List.copyOf(notes);
    }

    /** Settings with their defaults: mechanism chosen by BIC, one covariance, four random starts. */
    public static Builder builder(String label) {
        return new Builder(label);
    }

    /** How many of the filled labels another rule would fill differently. */
    public int differingFrom(LabelBaseline baseline) {
        GaussianMixture rule = baseline.rule(sample, classifier.mixture().mixture().structure(), classifier.classes().size());
        Column label = labelled.table().column(classifier.label());
        int differing = 0;
        for (int row = 0; row < sample.rows(); row++) {
            if (sample.label(row) == PartlyLabelled.MISSING && rule.classify(sample.row(row)) != label.code(row)) {
                differing++;
            }
        }
        return differing;
    }

    /** Settings of a fit to a table. Not shared between threads. */
    public static final class Builder {
        private final String label;
        private Optional<Mechanism> mechanism = Optional.empty();
        private Covariances covariances = Covariances.EQUAL;
        private Optional<String> source = Optional.empty();
        private int classes;
        private long seed = FitOptions.DEFAULT.seed();
        private int randomStarts = FitOptions.DEFAULT.randomStarts();
        private int threads = 1;

        private Builder(String label) {
            this.label = label;
        }

        /** Instead of choosing by BIC among {@link MechanismChoice#standard}. */
        public Builder mechanism(Mechanism value) {
            mechanism = Optional.of(value);
            return this;
        }

        public Builder covariances(Covariances value) {
            covariances = value;
            return this;
        }

        /**
         * The column that says of each missing label whether it was lost by {@code chance} or {@code informative}; only for
         * MIXED, recorded.
         */
        public Builder source(String column) {
            source = Optional.of(column);
            return this;
        }

        /** More classes than the labels show; the others are found from the features alone. */
        public Builder classes(int value) {
            classes = value;
            return this;
        }

        public Builder seed(long value) {
            seed = value;
            return this;
        }

        public Builder randomStarts(int value) {
            randomStarts = value;
            return this;
        }

        public Builder threads(int value) {
            threads = value;
            return this;
        }

        /**
         * @throws InputException where the table determines no fit; the message says what to do
         * @throws IllegalArgumentException where mechanism and source do not go together
         */
        public ClassifierFit fit(Table given) {
            checkSource();
            Column column = given.column(label);
            ClassLabels labels = ClassLabels.fit(column, classes);
            Table table = source.isPresent() ? given.ignoring(source.get()) : given;
            ClassFeatures features = ClassFeatures.fit(table.withoutColumns(label));
            List<String> names = features.names();
            if (given.rows() <= names.size() && !covariances.diagonal()) {
                throw new InputException(given.rows() + " rows cannot determine a full covariance of " + names.size()
                        + " features; use a"
                        + " diagonal covariance (--covariance diagonal), fewer columns or more rows");
            }
            PartlyLabelled sample = PartlyLabelled.of(features.of(table.withoutColumns(label)), names.size(), labels.of(column));
            if (source.isPresent()) {
                sample = sample.withSource(sources(given.column(source.get()), column));
            }
            List<String> notes = new ArrayList<>();
            for (String constant : features.encoding().constants().keySet()) {
                notes.add("column '" + constant + "' is constant and says nothing of the class; it was left out");
            }
            try {
                return fit(given, labels, features, sample, notes);
            } catch (InputException told) {
                throw told;
            } catch (IllegalArgumentException unsuited) {
                throw new InputException(unsuited.getMessage() + " (feature columns: " + numbered(names) + "; classes: "
                        + numbered(labels.classes()) + ")");
            }
        }

        private void checkSource() {
            boolean recorded = mechanism.isPresent() && mechanism.get() instanceof Mechanism.Mixed mixed
                    && mixed.source() == Source.RECORDED;
            if (recorded && source.isEmpty()) {
                throw new IllegalArgumentException("mechanism '" + mechanism.get().name()
                        + "' needs the column that records why each label is"
                        + " missing (--source COLUMN)");
            }
            if (!recorded && source.isPresent()) {
                throw new IllegalArgumentException("a recorded source is for mechanism mixed-recorded[:COVARIATE] alone; the"
                        + " others do not"
                        + " explain it, and their likelihoods could not be compared with one that does");
            }
        }

        private ClassifierFit fit(Table table, ClassLabels labels, ClassFeatures features, PartlyLabelled sample,
                List<String> notes) {
            boolean unlabelled = labels.shown(table.column(label)) < labels.classes().size();
            boolean estimable = sample.missing() > 0 && sample.missing() < sample.rows();
            Mechanism asked = mechanism.orElse(new Mechanism.Mcar());
            InformativeLabels.Builder builder = InformativeLabels.builder().mechanism(asked).covariances(covariances)
                    .classes(labels.classes().size()).seed(seed).randomStarts(randomStarts).threads(threads);
            if (unlabelled) {
                builder.allowUnlabelledClasses();
            }
            Optional<MechanismChoice> choice = Optional.empty();
            FittedMixture fitted;
            if (!estimable || source.isPresent() || mechanism.isPresent() && asked instanceof Mechanism.Mcar) {
                fitted = builder.fit(sample);
            } else {
                List<Mechanism> compared = mechanism.isPresent() ? List.of(new Mechanism.Mcar(), asked)
                        : MechanismChoice.standard(labels.classes().size());
                choice = Optional.of(builder.build().compare(sample, compared, List.of(covariances)));
                fitted = mechanism.isPresent() ? choice.get().rows().stream().map(MechanismChoice.Row::fitted)
                        .filter(f -> f.mechanism().equals(asked)).findFirst().orElseThrow() : choice.get().best().fitted();
            }
            if (mechanism.isEmpty() && !estimable) {
                notes.add((sample.missing() == 0 ? "no label is missing" : "every label is missing")
                        + ", so there is no mechanism to choose");
            }
            TableClassifier classifier = new TableClassifier(labels, features, fitted, provenance(table, sample, fitted));
            Labelled labelled = labels.fill(table, Optional.of(table.column(label)), fitted.labelProbabilities(sample));
            return new ClassifierFit(classifier, sample, choice, labelled, notes);
        }

        private Map<String, String> provenance(Table table, PartlyLabelled sample, FittedMixture fitted) {
            Map<String, String> provenance = new LinkedHashMap<>();
            provenance.put(Models.NAME, TableClassifier.KIND);
            provenance.put("assumes", "each class is normal in its features, and a label is missing by mechanism '"
                    + fitted.mechanism().name() + "'");
            provenance.put("label", label);
            provenance.put("mechanism", fitted.mechanism().name() + (mechanism.isPresent() ? "" : " (chosen by BIC)"));
            provenance.put("covariances", fitted.mixture().structure().name());
            provenance.put("seed", Long.toString(seed));
            provenance.put("random starts", Integer.toString(randomStarts));
            provenance.put("rows", Integer.toString(table.rows()));
            provenance.put("missing labels", Integer.toString(sample.missing()));
            provenance.put("log-likelihood", Double.toString(fitted.report().logLikelihood()));
            provenance.put("status", fitted.report().status().name());
            return provenance;
        }

        private static byte[] sources(Column source, Column labels) {
            byte[] sources = new byte[labels.rows()];
            for (int row = 0; row < sources.length; row++) {
                if (labels.observed(row)) {
                    continue;
                }
                String text = source.observed(row) ? source.text(row).strip() : "";
                sources[row] = switch (text) {
                    case "chance", "1" -> RowTerm.CHANCE;
                    case "informative", "2" -> RowTerm.INFORMATIVE;
                    default -> throw InputException.at(source.place(row), "the source of a missing label is '" + text
                            + "'; allowed: chance or 1, informative or 2");
                };
            }
            return sources;
        }

        private static String numbered(List<String> names) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < names.size(); i++) {
                text.append(i == 0 ? "" : ", ").append(i).append(" ").append(names.get(i));
            }
            return text.toString();
        }
    }
}
