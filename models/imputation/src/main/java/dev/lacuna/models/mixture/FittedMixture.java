package dev.lacuna.models.mixture;

import dev.lacuna.engine.io.ModelFile;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fitted classifier with its missingness mechanism and the report of its fit. Immutable; safe to share between threads. */
public final class FittedMixture {
    private static final String FORMAT = "lacuna mixture 1";

    private final GaussianMixture mixture;
    private final Mechanism mechanism;
    private final double[] mechanismParameters;
    private final FitReport report;

    private FittedMixture(GaussianMixture mixture, Mechanism mechanism, double[] mechanismParameters, FitReport report) {
        this.mixture = mixture;
        this.mechanism = mechanism;
        this.mechanismParameters = mechanismParameters;
        this.report = report;
    }

    static FittedMixture of(MixtureFitter.Fit fit) {
        return new FittedMixture(fit.mixture(), fit.coordinates().mechanism(), fit.coordinates().mechanismParameters(fit.x()),
                fit.report());
    }

    public GaussianMixture mixture() {
        return mixture;
    }

    /** The mechanism that was fitted; completely at random where the data could not tell any other. */
    public Mechanism mechanism() {
        return mechanism;
    }

    /** Unconstrained, in the order of {@link Mechanism#parameterNames}. */
    public double[] mechanismParameters() {
        return mechanismParameters.clone();
    }

    public FitReport report() {
        return report;
    }

    /** The class 0..g-1 with the largest posterior, for one row of features [columns]. */
    public int classify(double[] y) {
        return mixture.classify(y);
    }

    /** The class of each row of features [rows x columns]. */
    public int[] classify(double[][] features) {
        int[] out = new int[features.length];
        for (int j = 0; j < out.length; j++) {
            out[j] = mixture.classify(features[j]);
        }
        return out;
    }

    /** Class probabilities [classes] of one row that is new: what the features alone say. */
    public double[] probabilities(double[] y) {
        return mixture.probabilities(y);
    }

    /** Class probabilities [rows x classes]. */
    public double[][] probabilities(double[][] features) {
        double[][] out = new double[features.length][];
        for (int j = 0; j < out.length; j++) {
            out[j] = mixture.probabilities(features[j]);
        }
        return out;
    }

    /**
     * Class probabilities [rows x classes] of the training rows, given that their label is known or is missing: for completing
     * the table the model was fitted on. Differs from {@link #probabilities} where missingness depends on the class.
     */
    public double[][] labelProbabilities(PartlyLabelled sample) {
        RowTerm term = mechanism.term(mechanismParameters, 0, mixture.classes());
        Posterior at = new Posterior(mixture.classes());
        double[][] out = new double[sample.rows()][];
        for (int j = 0; j < out.length; j++) {
            mixture.posterior(sample.row(j), 0, at);
            term.evaluate(at, sample.label(j), sample.source(j));
            out[j] = term.responsibility.clone();
        }
        return out;
    }

    /** Pr(label missing | y) for one row of features. */
    public double missingProbability(double[] y) {
        Posterior at = new Posterior(mixture.classes());
        mixture.posterior(y, 0, at);
        return mechanism.term(mechanismParameters, 0, mixture.classes()).missingProbability(at);
    }

    /** Standard errors and information, at the sample the model was fitted on. */
    public InformationReport informationReport(PartlyLabelled sample) {
        try (Workers workers = new Workers(1)) {
            return new InformationCalculator(sample, mixture, mechanism, mechanismParameters, workers).report();
        }
    }

    /** The joint log-likelihood of a sample under this model. */
    public double logLikelihood(PartlyLabelled sample) {
        RowTerm term = mechanism.term(mechanismParameters, 0, mixture.classes());
        Posterior at = new Posterior(mixture.classes());
        double sum = 0;
        for (int j = 0; j < sample.rows(); j++) {
            mixture.posterior(sample.row(j), 0, at);
            sum += term.evaluate(at, sample.label(j), sample.source(j));
        }
        return sum;
    }

    /** A model as plain numbers and text, for a model file. */
    public record Sections(Map<String, double[]> numbers, Map<String, String> text) {}

    /** Everything but the list of starts; exact to the bit. */
    public Sections toSections() {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        Map<String, String> text = new LinkedHashMap<>();
        text.put("format", FORMAT);
        text.put("covariances", mixture.structure().name());
        text.put("mechanism", mechanism.name());
        text.put("status", report.status().name());
        text.put("boundary", String.join("\n", report.boundary()));
        text.put("warnings", String.join("\n", report.warnings()));
        int g = mixture.classes();
        int p = mixture.columns();
        double[] weights = new double[g];
        double[] means = new double[g * p];
        for (int k = 0; k < g; k++) {
            weights[k] = mixture.weight(k);
            System.arraycopy(mixture.mean(k), 0, means, k * p, p);
        }
        numbers.put("shape", new double[] {g, p});
        numbers.put("weights", weights);
        numbers.put("means", means);
        for (int m = 0; m < mixture.structure().matrices(g); m++) {
            numbers.put("cholesky." + m, mixture.lower(m).clone());
        }
        numbers.put("mechanism", mechanismParameters.clone());
        numbers.put("report", new double[] {report.iterations(), report.logLikelihood(), report.ignorableLogLikelihood(),
                report.parameters(),
            report.rows(), report.missing(), report.gradientNorm(), report.spread()});
        numbers.put("eigenvalues", report.smallestEigenvalues().stream().mapToDouble(Double::doubleValue).toArray());
        return new Sections(numbers, text);
    }

    /** The model that {@link #toSections} wrote; an error names the section that is missing or has a wrong size. */
    public static FittedMixture fromSections(Sections s) {
        if (!FORMAT.equals(s.text().get("format"))) {
            throw new IllegalArgumentException("section 'format' is '" + s.text().get("format") + "'; expected '" + FORMAT + "'");
        }
        double[] shape = numbers(s, "shape", 2);
        int g = (int) shape[0];
        int p = (int) shape[1];
        if (g < 1 || p < 1 || g != shape[0] || p != shape[1]) {
            throw new IllegalArgumentException("section 'shape' is " + Arrays.toString(shape) + "; expected classes and columns");
        }
        Covariances structure = Covariances.valueOf(text(s, "covariances"));
        Mechanism mechanism = Mechanism.named(text(s, "mechanism"));
        double[] flat = numbers(s, "means", g * p);
        double[][] means = new double[g][];
        for (int k = 0; k < g; k++) {
            means[k] = Arrays.copyOfRange(flat, k * p, (k + 1) * p);
        }
        double[][] lower = new double[structure.matrices(g)][];
        for (int m = 0; m < lower.length; m++) {
            lower[m] = numbers(s, "cholesky." + m, p * p);
        }
        double[] r = numbers(s, "report", 8);
        List<Double> eigenvalues = new ArrayList<>();
        for (double e : numbers(s, "eigenvalues", lower.length)) {
            eigenvalues.add(e);
        }
        FitReport report = new FitReport(FitStatus.valueOf(text(s, "status")), (int) r[0], r[1], r[2], (int) r[3], (int) r[4],
                (int) r[5],
                r[6], eigenvalues, lines(text(s, "boundary")), List.of(), r[7], lines(text(s, "warnings")));
        return new FittedMixture(GaussianMixture.ofCholesky(structure, numbers(s, "weights", g), means, lower), mechanism,
                numbers(s, "mechanism", mechanism.parameters(g)), report);
    }

    /** Adds the model to a model file: one properties section {@code mixture} and the numbers under {@code mixture.}. */
    public void writeTo(ModelFile.Builder file) {
        Sections sections = toSections();
        file.properties("mixture", sections.text());
        sections.numbers().forEach((name, values) -> file.doubles("mixture." + name, values));
    }

    /** The model that {@link #writeTo} added to a model file. */
    public static FittedMixture readFrom(ModelFile file) {
        Map<String, double[]> numbers = new LinkedHashMap<>();
        for (String name : file.names()) {
            if (name.startsWith("mixture.")) {
                numbers.put(name.substring("mixture.".length()), file.doubles(name));
            }
        }
        return fromSections(new Sections(numbers, file.properties("mixture")));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private static String text(Sections s, String name) {
        if (!s.text().containsKey(name)) {
            throw new IllegalArgumentException("text section '" + name + "' is missing; there are " + s.text().keySet());
        }
        return s.text().get(name);
    }

    private static double[] numbers(Sections s, String name, int length) {
        double[] v = s.numbers().get(name);
        if (v == null || v.length != length) {
            throw new IllegalArgumentException("number section '" + name + "' " + (v == null ? "is missing" : "has " + v.length
                    + " entries")
                    + "; expected " + length);
        }
        return v.clone();
    }
}
