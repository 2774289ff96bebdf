package dev.lacuna.models.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lacuna.models.mixture.information.Efficiency;
import dev.lacuna.models.mixture.information.Missingness;
import dev.lacuna.models.mixture.information.TwoClassTheory;
import dev.lacuna.models.mixture.mechanism.Covariate;
import dev.lacuna.models.mixture.mechanism.LogSpace;
import dev.lacuna.models.mixture.mechanism.Mechanism;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;

/** The three-class quadratic reference (spec 2.4 g) at 0.2 %, and the grid against the one-integral theory. */
class PlaneTheoryTest {
    private static final JsonNode TARGETS = Targets.json("qda3-targets.json");

    private static GaussianMixture model() {
        JsonNode m = TARGETS.get("model");
        double[][] mean = new double[3][];
        double[][] covariance = new double[3][];
        for (int k = 0; k < 3; k++) {
            mean[k] = Targets.numbers(m.get("mu").get(k));
            double[] a = Targets.numbers(m.get("Sigma").get(k).get(0));
            double[] b = Targets.numbers(m.get("Sigma").get(k).get(1));
            covariance[k] = new double[] {a[0], a[1], b[0], b[1]};
        }
        return GaussianMixture.of(Covariances.UNEQUAL, Targets.numbers(m.get("pi")), mean, covariance);
    }

    private static void check(String name, double found) {
        double target = TARGETS.get("population").get(name).get("computed").asDouble();
        assertEquals(target, found, TARGETS.get("tolerance_relative").asDouble() * Math.abs(target), name);
    }

    @Test
    void threeClasses_withQuadraticRule_meetReference() {
        PlaneTheory theory = PlaneTheory.of(model(), 0.02);
        double slope = 4 * Math.log(3);
        double intercept = theory.intercept(Covariate.NORMALISED_ENTROPY, slope, 0.3);
        check("xi0", intercept);
        PlaneTheory.Risks linked = theory.risks(new Mechanism.Mar(Covariate.NORMALISED_ENTROPY), new double[] {intercept, slope});
        check("E_CC", linked.complete());
        check("E_IG", linked.ignorable());
        check("E_PC", linked.full());
        check("ARE PC:CC", linked.efficiency());
        PlaneTheory.Risks random = theory.risks(new Mechanism.Mcar(), new double[] {LogSpace.logit(0.3)});
        check("E_MCAR", random.full());
        check("ARE MCAR:CC", random.efficiency());
        check("tr H_R in (alpha,mu,vech) coordinates", traceInVech(linked.riskHessian()));
    }

    /** tr(J⁻ᵀ H J⁻¹), J the Jacobian of vech(Σ) by the unconstrained Cholesky coordinates. */
    private static double traceInVech(double[] hessian) {
        Coordinates at = new Coordinates(Covariances.UNEQUAL, 3, 2, new Mechanism.Mcar());
        double[] x = at.encode(model(), new double[1]);
        int d = at.mechanismStart();
        DMatrixRMaj jacobian = CommonOps_DDRM.identity(d);
        for (int c = at.covariances(); c < d; c++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[c] += 1e-6;
            down[c] -= 1e-6;
            for (int k = 0; k < 3; k++) {
                double[] a = at.decode(up).covariance(k);
                double[] b = at.decode(down).covariance(k);
                int[] entry = {0, 2, 3};
                for (int e = 0; e < 3; e++) {
                    jacobian.set(at.covariances() + 3 * k + e, c, (a[entry[e]] - b[entry[e]]) / 2e-6);
                }
            }
        }
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        CommonOps_DDRM.invert(jacobian, inverse);
        DMatrixRMaj half = new DMatrixRMaj(d, d);
        DMatrixRMaj out = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(new DMatrixRMaj(d, d, true, hessian), inverse, half);
        CommonOps_DDRM.multTransA(inverse, half, out);
        return CommonOps_DDRM.trace(out);
    }

    @Test
    void twoClasses_onTheGrid_agreeWithTheIntegral() {
        Efficiency exact = TwoClassTheory.of(2, 0.5).efficiency(Missingness.linked(Covariate.LOG_ENTROPY, 3, 0.3), 2);
        PlaneTheory.Risks grid = PlaneTheory.of(Samples.canonical(2, 2), 0.05).risks(Mechanism.named("logent"),
                new double[] {exact.intercept(), 3});
        // the boundary is straight here; what is left is the trapezoid rule
        assertEquals(exact.full(), grid.efficiency(), 1e-5);
        assertEquals(exact.excessComplete(), grid.complete() / 2, 1e-5);
        assertEquals(exact.excessIgnorable(), grid.ignorable() / 2, 1e-5);
    }
}
