package dev.lacuna.bench.mixture;

import static dev.lacuna.bench.mixture.MixtureExperiments.SEED;
import static dev.lacuna.bench.mixture.MixtureExperiments.format;
import static dev.lacuna.bench.mixture.MixtureExperiments.head;
import static dev.lacuna.bench.mixture.MixtureExperiments.row;

import dev.lacuna.models.mixture.Covariances;
import dev.lacuna.models.mixture.FittedMixture;
import dev.lacuna.models.mixture.GaussianMixture;
import dev.lacuna.models.mixture.InformativeLabels;
import dev.lacuna.models.mixture.LabelSimulator;
import dev.lacuna.models.mixture.MechanismChoice;
import dev.lacuna.models.mixture.PartlyLabelled;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import dev.lacuna.models.mixture.mechanism.RowTerm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Experiment E3 on tables that are not part of this repository. */
final class RealTables {

    private RealTables() {}

    private static List<String[]> read(Path path) {
        try {
            List<String[]> rows = new ArrayList<>();
            for (String line : Files.readAllLines(path)) {
                if (!line.isBlank()) {
                    rows.add(line.split(",", -1));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + "; give the directory that holds it with --data", e);
        }
    }

    static void gastro(String data) {
        List<String[]> rows = read(Path.of(data, "gastro", "gastro_gmmsslm.csv"));
        List<String> names = Arrays.asList(rows.remove(0));
        int[] columns = {names.indexOf("feature_294"), names.indexOf("feature_441"), names.indexOf("feature_472"),
                names.indexOf("feature_486")};
        int label = names.indexOf("class_agreement");
        int truth = names.indexOf("ground_truth");
        double[][] y = new double[rows.size()][columns.length];
        int[] z = new int[rows.size()];
        int[] t = new int[rows.size()];
        for (int j = 0; j < z.length; j++) {
            String[] r = rows.get(j);
            for (int c = 0; c < columns.length; c++) {
                y[j][c] = Double.parseDouble(r[columns[c]]);
            }
            z[j] = r[label].isEmpty() ? -1 : Integer.parseInt(r[label]) - 1;
            t[j] = r[truth].equals("resection") ? 0 : 1;
        }
        List<Mechanism> mechanisms = new ArrayList<>(MechanismChoice.standard(2));
        mechanisms.add(Mechanism.named("gini"));
        mechanisms.add(Mechanism.named("margin"));
        MechanismChoice choice = InformativeLabels.builder().build().compare(PartlyLabelled.of(y, z), mechanisms,
                List.of(Covariances.EQUAL, Covariances.UNEQUAL));
        compare("E3a: gastroenterology, 76 lesions, 35 labelled", choice, y, z, t);
    }

    private static void compare(String title, MechanismChoice choice, double[][] y, int[] z, int[] truth) {
        head(title, "covariances", "mechanism", "log-likelihood", "BIC", "status", "weight 1", "mechanism parameters",
                "error all",
                "error unlabelled");
        for (MechanismChoice.Row r : choice.rows()) {
            FittedMixture f = r.fitted();
            int wrong = 0;
            int wrongMissing = 0;
            int missing = 0;
            for (int j = 0; j < z.length; j++) {
                int error = f.classify(y[j]) == truth[j] ? 0 : 1;
                wrong += error;
                wrongMissing += z[j] < 0 ? error : 0;
                missing += z[j] < 0 ? 1 : 0;
            }
            StringBuilder parameters = new StringBuilder();
            for (double p : f.mechanismParameters()) {
                parameters.append(format("%.3f ", p));
            }
            row(r.covariances(), r.mechanism(), format("%.4f", r.logLikelihood()), format("%.2f", r.bic()), f.report().status(),
                    format("%.4f", f.mixture().weight(0)), parameters.toString().trim(), format("%.4f",
                            wrong / (double) z.length),
                    format("%.4f", wrongMissing / (double) missing));
        }
        head("tests", "covariances", "question", "statistic", "degrees", "p");
        for (MechanismChoice.Test t : choice.tests()) {
            row(t.covariances(), t.question(), format("%.2f", t.statistic()), t.degrees(), format("%.2g", t.pValue()));
        }
        System.out.println();
        System.out.println(choice.verdict());
    }

    /**
     * Blood transfusion (R, F, T) with a mask of our own: log-entropy of the complete fit, slope 3, about 12 %, after 10 % by
     * chance.
     */
    static void blood(String data) {
        List<String[]> rows = read(Path.of(data, "blood_transfusion_uci_raw.csv"));
        rows.remove(0);
        double[][] y = new double[rows.size()][];
        int[] t = new int[rows.size()];
        for (int j = 0; j < t.length; j++) {
            String[] r = rows.get(j);
            y[j] = new double[] {Double.parseDouble(r[0]), Double.parseDouble(r[1]), Double.parseDouble(r[3])};
            t[j] = Integer.parseInt(r[4].trim());
        }
        for (Covariances c : new Covariances[] {Covariances.EQUAL, Covariances.UNEQUAL}) {
            FittedMixture complete = InformativeLabels.builder().covariances(c).fit(y, t);
            int wrong = 0;
            for (int j = 0; j < t.length; j++) {
                wrong += complete.classify(y[j]) == t[j] ? 0 : 1;
            }
            System.out.println("complete labels, " + c + ": L_CC in standardised units "
                    + format("%.4f", complete.report().ignorableLogLikelihood() + logVolume(y)) + ", error "
                    + format("%.4f", wrong / (double) t.length));
        }
        GaussianMixture model = InformativeLabels.builder().covariances(Covariances.UNEQUAL).fit(y, t).mixture();
        Mechanism mechanism = Mechanism.named("mixed:logent");
        double[] parameters = {calibrate(model, mechanism, y, .122), 3, LogSpace.logit(.1)};
        int[] z = LabelSimulator.of(model, mechanism, parameters).hide(PartlyLabelled.of(y, t), SEED, 0);
        MechanismChoice choice = InformativeLabels.builder().build().compare(PartlyLabelled.of(y, z), MechanismChoice.standard(2),
                List.of(Covariances.EQUAL, Covariances.UNEQUAL));
        compare("E3c: blood transfusion, 748 donors, own mask (slope 3, chance 10 %), "
                + Arrays.stream(z).filter(v -> v < 0).count()
                + " missing, seed " + SEED, choice, y, z, t);
    }

    private static double logVolume(double[][] y) {
        double sum = 0;
        for (int c = 0; c < y[0].length; c++) {
            double mean = 0;
            for (double[] r : y) {
                mean += r[c] / y.length;
            }
            double squares = 0;
            for (double[] r : y) {
                squares += (r[c] - mean) * (r[c] - mean);
            }
            sum += 0.5 * Math.log(squares / (y.length - 1));
        }
        return y.length * sum;
    }

    /** The intercept at which the informative channel takes this share of these rows. */
    private static double calibrate(GaussianMixture model, Mechanism mechanism, double[][] y, double rate) {
        double low = -50;
        double high = 50;
        Posterior at = new Posterior(model.classes());
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            RowTerm term = mechanism.term(new double[] {middle, 3, -40}, 0, model.classes());
            double sum = 0;
            for (double[] r : y) {
                model.posterior(r, 0, at);
                sum += term.missingProbability(at) / y.length;
            }
            if (sum < rate) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
