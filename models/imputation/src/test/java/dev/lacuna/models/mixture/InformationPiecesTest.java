package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import dev.lacuna.models.mixture.mechanism.Source;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/**
 * The general information pieces (spec 2.1) on one column, against the one-integral theory and the class-dependent table (2.7).
 */
class InformationPiecesTest {

    /** tr(H_R V) on one column: the boundary of two classes with one variance is the single point d = 0. */
    private static double[] risks(double separation, Mechanism mechanism, double... parameters) {
        GaussianMixture truth = Samples.canonical(separation, 1);
        Coordinates at = new Coordinates(Covariances.EQUAL, 2, 1, mechanism);
        double[] x = at.encode(truth, parameters);
        InformationPieces pieces = new InformationPieces(at, x);
        double end = separation / 2 + 12;
        int nodes = 4000;
        for (int i = 0; i <= nodes; i++) {
            double y = -end + 2 * end * i / nodes;
            double a = y - separation / 2;
            double b = y + separation / 2;
            double f = 0.5 * (Math.exp(-a * a / 2) + Math.exp(-b * b / 2)) / Math.sqrt(2 * Math.PI);
            if (f > 1e-300) {
                pieces.add(f * 2 * end / nodes, new double[] {y}, 0);
            }
        }
        Scores scores = new Scores(at, x);
        scores.at(new double[] {0}, 0);
        int d = at.mechanismStart();
        double[] face = new double[d];
        for (int i = 0; i < d; i++) {
            face[i] = scores.byClass[0][i] - scores.byClass[1][i];
        }
        return new double[] {form(face, pieces.complete()), form(face, pieces.ignorable()), form(face, pieces.full())};
    }

    private static double form(double[] face, DMatrixRMaj information) {
        int d = face.length;
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        CommonOps_DDRM.invert(information, inverse);
        double s = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                s += face[i] * inverse.get(i, j) * face[j];
            }
        }
        return s;
    }

    @Test
    void classDependentMechanism_neverBeatsCompleteLabels_andMeetsTable() {
        double[][] rates = {{.3, .3}, {.8, .3}, {.6, .1}};
        double[][] table = {{.326, .606, .777}, {.119, .391, .644}, {.272, .628, .813}};
        for (int r = 0; r < rates.length; r++) {
            for (int s = 0; s < 3; s++) {
                double[] risks = risks(s + 1, new Mechanism.ClassDependent(), LogSpace.logit(rates[r][0]),
                        LogSpace.logit(rates[r][1]));
                // three decimals in the table
                assertEquals(table[r][s], risks[0] / risks[2], 6e-4, "phi " + rates[r][0] + ", " + rates[r][1] + " Delta " + (s
                        + 1));
            }
        }
    }

    @Test
    void everyLink_agreesWithTheOneIntegralTheory() {
        for (Covariate covariate : Covariate.values()) {
            double slope = covariate == Covariate.SQUARED_LOG_ODDS ? -0.5 : 3;
            for (Source source : Source.values()) {
                for (double alpha : new double[] {0, 0.2}) {
                    Missingness m = new Missingness(Optional.of(covariate), slope, 0.3, alpha, source);
                    Efficiency exact = TwoClassTheory.of(2, 0.5).efficiency(m, 1);
                    double[] risks = alpha == 0 ? risks(2, new Mechanism.Mar(covariate), exact.intercept(), slope)
                            : risks(2, new Mechanism.Mixed(covariate, source), exact.intercept(), slope, LogSpace.logit(alpha));
                    // the kink of the margin at the boundary costs the trapezoid rule its accuracy
                    double tolerance = covariate == Covariate.MARGIN ? 2e-4 : 1e-7;
                    assertEquals(exact.full(), risks[0] / risks[2], tolerance * exact.full(), covariate + " " + source + " "
                            + alpha);
                    assertEquals(exact.ignorable(), risks[0] / risks[1], tolerance, covariate + " " + source + " " + alpha);
                }
            }
        }
    }
}
