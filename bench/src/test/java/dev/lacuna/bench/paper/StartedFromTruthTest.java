package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lacuna.bench.paper.SyntheticData.Name;
import dev.lacuna.models.ImputationModel;
import dev.lacuna.models.Imputer;
import dev.lacuna.models.Models;
import dev.lacuna.models.latent.Generation;
import org.junit.jupiter.api.Test;

class StartedFromTruthTest {

    private static final String SIZES = "latent=3 samples=2 batch=50 encoder-layers=8 decoder-layers=8 missingness=mlp"
            + " missingness-layers=4 standardise=no std=0.14 ";

    /** A learning rate of 1e-8 moves nothing by more than 2e-6 in 200 steps: what is made up is what the complete table gave. */
    @Test
    void fit_thatHardlyLearns_generatesWhatItStartedFrom() {
        SyntheticData data = SyntheticData.of(Name.A);
        ImputationModel truth = imputer("learning-rate=0.01 steps=200").fit(Columns.table(data.complete()));
        ImputationModel started = StartedFromTruth.fit(truth, imputer("learning-rate=1e-8 steps=200"), data.holed(), 0, 1);
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals("200", started.provenance().get("steps done"));
        double[] expected = generated(truth, data)[1];
        double[] values = generated(started, data)[1];
        assertArrayEquals(expected, values, 1e-3);
        assertNotEquals(expected[0], generated(imputer("learning-rate=1e-8 steps=200").fit(Columns.table(data.holed())), data)[1][0],
                1e-3);
    }

    private static double[][] generated(ImputationModel model, SyntheticData data) {
        return Columns.values(Generation.rows(model, Columns.table(data.holed()), 0, 1));
    }

    private static Imputer imputer(String settings) {
        return Models.imputer("notmiwae", Fits.settings(SIZES + settings));
    }
}
