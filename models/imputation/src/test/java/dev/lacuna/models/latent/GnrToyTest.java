package dev.lacuna.models.latent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.ImputeOptions;
import dev.lacuna.models.latent.MissingnessReconstruction.Weighing;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The toy of gnr.md 1.10: x = 0.9 z + sqrt(0.19) noise in four columns, the first two with holes. Exact maximum likelihood gives
 * there at n = 1000 RMSE / bias .560 / -.226 (alpha 0), .509 / -.020 (alpha 1) where z decides, and .910 / -.607 and .750 / -.622
 * where a positive value hides itself; the pattern is told with an accuracy of .906 to .925 from the data, .927 with the pattern
 * itself, and .76 by the majority. One seed: sampling error of a bias is about 0.02, and estimation adds as much.
 */
class GnrToyTest {
    private static final int ROWS = 1000;

    private record Score(double rmse, double bias, MissingnessReconstruction posterior, MissingnessReconstruction dataOnly,
            MissingnessReconstruction complete) {}

    /** @param logit of P(observed), from z and x_j */
    private static Score score(DoubleBinaryOperator logit, double alpha) {
        Random random = new Random(5);
        double[][] truth = new double[4][ROWS];
        double[][] given = new double[4][ROWS];
        for (int row = 0; row < ROWS; row++) {
            double z = random.nextGaussian();
            for (int j = 0; j < 4; j++) {
                truth[j][row] = 0.9 * z + Math.sqrt(0.19) * random.nextGaussian();
                boolean observed = j > 1 || random.nextDouble() < 1 / (1 + Math.exp(-logit.applyAsDouble(z, truth[j][row])));
                given[j][row] = observed ? truth[j][row] : Double.NaN;
            }
        }
        Table table = Table.builder().real("a", given[0]).real("b", given[1]).real("c", given[2]).real("d", given[3]).build();
        Table whole = Table.builder().real("a", truth[0]).real("b", truth[1]).real("c", truth[2]).real("d", truth[3]).build();
        ImputationModel model = Gnr.builder().set("missingness-weight", alpha).set("latent", 1).set("decoder-layers", "none")
                .set("encoder-layers", "16").set("samples", 10).set("batch", 50).set("steps", 2500).set("learning-rate", 0.005)
                .build().fit(table, FitOptions.defaults().withSeed(1));
        Table completed = model.impute(table, ImputeOptions.defaults().withSamples(300)).completed();
        double squares = 0;
        double sum = 0;
        int missing = 0;
        for (int j = 0; j < 2; j++) {
            for (int row = 0; row < ROWS; row++) {
                if (!Double.isNaN(given[j][row])) continue;
                double error = completed.column(j).number(row) - truth[j][row];
                squares += error * error;
                sum += error;
                missing++;
            }
        }
        return new Score(Math.sqrt(squares / missing), sum / missing,
                MissingnessReconstruction.of(model, table, Weighing.POSTERIOR, 200, 1),
                MissingnessReconstruction.of(model, table, Weighing.DATA_ONLY, 200, 1),
                MissingnessReconstruction.ofComplete(model, whole, table, 200, 1));
    }

    @Test
    void fit_latentMechanism_removesTheBias() {
        Score ignoring = score((z, x) -> -3 * z, 0);
        Score modelling = score((z, x) -> -3 * z, 1);
        assertEquals(0, modelling.bias(), 0.08);
        assertTrue(ignoring.bias() < -0.15, ignoring.toString());
        assertTrue(modelling.rmse() < ignoring.rmse(), modelling + " " + ignoring);
        assertTrue(modelling.dataOnly().accuracy() > modelling.dataOnly().majorityAccuracy() + 0.1, modelling.toString());
        assertTrue(modelling.posterior().accuracy() >= modelling.dataOnly().accuracy(), modelling.toString());
        assertEquals(modelling.dataOnly().accuracy(), modelling.complete().accuracy(), 0.03);
    }

    @Test
    void fit_hardSelfMasking_beatsIgnoringIt() {
        Score ignoring = score((z, x) -> -1000 * x, 0);
        Score modelling = score((z, x) -> -1000 * x, 1);
        assertTrue(modelling.rmse() < ignoring.rmse() - 0.05, modelling + " " + ignoring);
    }
}
