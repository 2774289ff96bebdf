package dev.lacuna.autodiff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.lacuna.kernels.Kernels;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.junit.jupiter.api.Test;

class ImportanceWeightedLossTest {
    @Test void weights_twoSamplesOfTwoRows_matchHandCalculation() {
        Tape tape = Tape.of(Kernels.get());
        Var values = tape.parameter(Parameter.of("t", new FMatrixRMaj(4, 2, true, 1, 2, 3, 4, 5, 6, 7, 8)));
        Var observed = tape.input(2, 2);
        System.arraycopy(new float[] {1, 0, 1, 1}, 0, observed.value().data, 0, 4);
        ImportanceWeightedLoss loss = ImportanceWeightedLoss.of(List.of(Term.of(values, 0.5, observed)), 2, 2);
        tape.forward();
        tape.backward(loss.variable());
        double[] expected = {0.5, 3.5, 2.5, 7.5};
        for (int i = 0; i < 4; i++) {
            assertEquals(expected[i], loss.logWeights()[i]);
        }
        double heavy0 = 1 / (1 + Math.exp(-2));
        double heavy1 = 1 / (1 + Math.exp(-4));
        assertEquals(heavy0, loss.normalisedWeights()[2], 1e-15);
        assertEquals(1 - heavy1, loss.normalisedWeights()[1], 1e-15);
        double bound0 = 2.5 + Math.log1p(Math.exp(-2)) - Math.log(2);
        double bound1 = 7.5 + Math.log1p(Math.exp(-4)) - Math.log(2);
        assertEquals(-(bound0 + bound1) / 2, loss.loss(), 1e-15);
        float[] gradient = values.gradient().data;
        assertEquals(-heavy0 / 4, gradient[4], 1e-8);
        assertEquals(0, gradient[5], 0.0);
        assertEquals(-heavy1 / 4, gradient[7], 1e-8);
    }

    @Test void logWeights_farFromZero_neitherOverflowNorLoseTheLoss() {
        Tape tape = Tape.of(Kernels.get());
        Var values = tape.parameter(Parameter.of("t", new FMatrixRMaj(3, 1, true, -90000, -90001, -120000)));
        ImportanceWeightedLoss loss = ImportanceWeightedLoss.of(List.of(Term.of(values)), 3, 1);
        tape.forward();
        tape.backward(loss.variable());
        assertEquals(90000 - Math.log1p(Math.exp(-1)) + Math.log(3), loss.loss(), 1e-10);
        assertEquals(-1 / (1 + Math.exp(-1)), values.gradient().data[0], 1e-7);
        assertEquals(0, values.gradient().data[2], 0.0);
    }

    @Test void scaleGradient_byTheNormalisedWeights_squaresThem() {
        Tape tape = Tape.of(Kernels.get());
        Var values = tape.parameter(Parameter.of("t", new FMatrixRMaj(3, 1, true, 1, 2, 4)));
        double[] weights = new double[3];
        ImportanceWeightedLoss loss = ImportanceWeightedLoss.of(List.of(Term.of(ScaleGradient.of(values, weights))), 3, 1,
                weights);
        tape.forward();
        tape.backward(loss.variable());
        double sum = Math.exp(1) + Math.exp(2) + Math.exp(4);
        for (int k = 0; k < 3; k++) {
            double w = Math.exp(values.value().data[k]) / sum;
            assertEquals(-w * w, values.gradient().data[k], 1e-7);
        }
    }

    @Test void elbo_termsOfSamplesAndRows_countAsDocumented() {
        Tape tape = Tape.of(Kernels.get());
        Var values = tape.parameter(Parameter.of("t", new FMatrixRMaj(4, 1, true, 1, 2, 3, 4)));
        Var divergence = tape.parameter(Parameter.of("kl", new FMatrixRMaj(2, 1, true, 10, 20)));
        ElboLoss loss = ElboLoss.of(List.of(Term.of(values), Term.of(divergence, -1)), 2, 2);
        tape.forward();
        tape.backward(loss.variable());
        assertEquals(-((1 + 3) / 2.0 - 10 + (2 + 4) / 2.0 - 20) / 2, loss.loss(), 1e-15);
        assertEquals(-0.25f, values.gradient().data[3]);
        assertEquals(0.5f, divergence.gradient().data[1]);
    }

    @Test void weightedLoss_weightsWithGradient_areRefused() {
        Tape tape = Tape.of(Kernels.get());
        Var values = tape.parameter(Parameter.of("t", new FMatrixRMaj(4, 1)));
        assertFalse(StopGradient.of(values).needsGradient());
        assertThrows(IllegalArgumentException.class, () -> Term.of(values, 1, values));
        assertThrows(IllegalArgumentException.class, () -> ImportanceWeightedLoss.of(List.of(Term.of(values)), 3, 1));
    }
}
