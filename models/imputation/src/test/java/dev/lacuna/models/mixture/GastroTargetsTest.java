package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Posterior;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Maximum-likelihood fits and evaluations on the gastroenterology table; only where {@code lacuna.data} names the data directory.
 */
@EnabledIfSystemProperty(named = "lacuna.data", matches = ".+")
class GastroTargetsTest {
    private static final String[] FEATURES = {"feature_294", "feature_441", "feature_472", "feature_486"};

    private static List<Map<String, String>> rows() {
        return Targets.csv(Path.of(System.getProperty("lacuna.data"), "gastro", "gastro_gmmsslm.csv"));
    }

    private static PartlyLabelled sample(boolean truth) {
        List<Map<String, String>> rows = rows();
        double[][] y = new double[rows.size()][4];
        int[] z = new int[rows.size()];
        for (int j = 0; j < z.length; j++) {
            Map<String, String> r = rows.get(j);
            for (int c = 0; c < 4; c++) {
                y[j][c] = Double.parseDouble(r.get(FEATURES[c]));
            }
            z[j] = truth ? truth(r) : r.get("class_agreement").isEmpty() ? -1 : Integer.parseInt(r.get("class_agreement")) - 1;
        }
        return PartlyLabelled.of(y, z);
    }

    private static int truth(Map<String, String> row) {
        return row.get("ground_truth").equals("resection") ? 0 : 1;
    }

    @Test
    void fits_ofEveryMechanism_meetReference() {
        List<Map<String, String>> rows = rows();
        try (Workers workers = new Workers(1)) {
            for (Map<String, String> target : Targets.csv(Targets.file("reference-fits.csv"))) {
                if (!target.get("data").equals("gastro")) {
                    continue;
                }
                String name = target.get("fit");
                boolean complete = name.equals("cc");
                Covariances structure = target.get("covariance").equals("equal") ? Covariances.EQUAL : Covariances.UNEQUAL;
                Mechanism mechanism = Mechanism.named(complete || name.equals("ig") ? "mcar" : name.equals("mnar+ent")
                        ? "mnar+logent" : name);
                MixtureFitter.Fit fit = new MixtureFitter(sample(complete), structure, 2, FitOptions.DEFAULT,
                        workers).fit(mechanism);
                // spec: 1e-3 on fits
                assertEquals(Double.parseDouble(target.get("loglik")),
                        complete ? fit.report().ignorableLogLikelihood() : fit.report().logLikelihood(), 1e-3, target.toString());
                if (!target.get("pi1").isEmpty()) {
                    assertEquals(Double.parseDouble(target.get("pi1")), fit.mixture().weight(0), 1e-3, target.toString());
                }
                int wrong = 0;
                for (int j = 0; j < rows.size(); j++) {
                    wrong += fit.mixture().classify(sample(false).row(j)) == truth(rows.get(j)) ? 0 : 1;
                }
                if (!target.get("error_all").isEmpty()) {
                    assertEquals(Double.parseDouble(target.get("error_all")), wrong / 76.0, 1e-3, target.toString());
                }
            }
        }
    }

    @Test
    void evaluations_atClosedFormTheta_meetReference() {
        PartlyLabelled observed = sample(false);
        GaussianMixture theta = LabelledMoments.exact(sample(true), Covariances.UNEQUAL, 2);
        try (Workers workers = new Workers(1)) {
            Likelihood complete = new Likelihood(new RowBlocks(sample(true)), Covariances.UNEQUAL, 2, Mechanism.named("mcar"),
                    workers);
            assertEquals(260.187490980, complete.ignorable(complete.coordinates.encode(theta, new double[1])), 1e-6);
            Likelihood l = new Likelihood(new RowBlocks(observed), Covariances.UNEQUAL, 2, Mechanism.named("logent"), workers);
            double[][] xi = {{1, 1}, {.5, -.5}, {2, .7}};
            double[] target = {169.73319776, 174.09487820, 206.46583972};
            for (int i = 0; i < 3; i++) {
                assertEquals(target[i], l.value(l.coordinates.encode(theta, xi[i])), 1e-6);
            }
            assertEquals(282.588739778, l.ignorable(l.coordinates.encode(theta, xi[0])), 1e-6);
        }
        double[] sum = new double[2];
        Posterior at = new Posterior(2);
        for (int j = 0; j < observed.rows(); j++) {
            theta.posterior(observed.row(j), 0, at);
            sum[observed.label(j) < 0 ? 1 : 0] += at.entropy();
        }
        assertEquals(0.0794494, sum[0] / 35, 1e-7);
        assertEquals(0.3090125, sum[1] / 41, 1e-7);
    }

    @Test
    void mixedFit_separation_isReportedAndHeld() {
        try (Workers workers = new Workers(1)) {
            FitReport report = new MixtureFitter(sample(false), Covariances.EQUAL, 2, FitOptions.DEFAULT, workers)
                    .fit(Mechanism.named("mixed:logent")).report();
            assertEquals(FitStatus.SEPARATED, report.status(), report.toString());
            // the supremum is about 234.03 as the slope grows without bound; the penalised fit lies below it
            double reached = report.starts().stream().mapToDouble(FitReport.Start::logLikelihood).max().orElseThrow();
            assertTrue(reached > 233.9 && reached < 234.1, report.toString());
            assertTrue(report.logLikelihood() < reached, report.toString());
            assertTrue(report.warnings().stream().anyMatch(w -> w.contains("diverges")), report.toString());
        }
    }
}
