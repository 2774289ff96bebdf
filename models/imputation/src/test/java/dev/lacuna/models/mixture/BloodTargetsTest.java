package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Complete-label fits on the blood transfusion table; only where {@code lacuna.tables} names the directory that holds it. */
@EnabledIfSystemProperty(named = "lacuna.tables", matches = ".+")
class BloodTargetsTest {

    @Test
    void completeFits_meetReference() {
        List<Map<String, String>> rows = Targets.csv(Path.of(System.getProperty("lacuna.tables"), "blood_transfusion_uci_raw.csv"));
        double[][] y = new double[rows.size()][];
        int[] z = new int[rows.size()];
        for (int j = 0; j < z.length; j++) {
            Map<String, String> r = rows.get(j);
            y[j] = new double[] {Double.parseDouble(r.get("R")), Double.parseDouble(r.get("F")), Double.parseDouble(r.get("T"))};
            z[j] = Integer.parseInt(r.get("y"));
        }
        PartlyLabelled sample = PartlyLabelled.of(y, z);
        // the reference standardises with divisor n - 1
        double volume = z.length * (Scaling.of(sample).logVolume() + 1.5 * Math.log(z.length / (z.length - 1.0)));
        for (Map<String, String> target : Targets.csv(Targets.file("reference-fits.csv"))) {
            if (!target.get("data").equals("blood_transfusion") || !target.get("fit").equals("cc")) {
                continue;
            }
            Covariances structure = target.get("covariance").equals("equal") ? Covariances.EQUAL : Covariances.UNEQUAL;
            FittedMixture fitted = InformativeLabels.builder().covariances(structure).fit(sample);
            assertEquals(Double.parseDouble(target.get("loglik")), fitted.report().ignorableLogLikelihood() + volume, 1e-3);
            int wrong = 0;
            for (int j = 0; j < z.length; j++) {
                wrong += fitted.classify(y[j]) == z[j] ? 0 : 1;
            }
            assertEquals(Double.parseDouble(target.get("error_all")), wrong / (double) z.length, 1e-4);
        }
    }
}
