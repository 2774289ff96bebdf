package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lacuna.engine.table.Table;
import dev.lacuna.models.FitOptions;
import dev.lacuna.models.Models;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LevelChangeTest {

    /** The models of the paper's table. */
    @ParameterizedTest
    @ValueSource(strings = {"pvae", "notmiwae", "gina"})
    void ask_anyModelWithSetEncoder_countsEachStepAfterTheFirst(String model) {
        ItemResponses all = ItemResponses.of(310, 6, 3);
        Table training = all.holed().rows(0, 300);
        String settings = "latent=2 samples=2 batch=20 steps=20 encoder-layers=5 decoder-layers=5 dropout=0.9"
                + (model.equals("pvae") ? "" : " encoder=set") + (model.equals("notmiwae") ? " missingness=shared-slope" : "");
        Map<String, Double> sums = new LevelChange(training).ask(
                Models.imputer(model, Fits.settings(settings)).fit(training, FitOptions.defaults().withSeed(3)),
                all.complete().rows(300, 310), 3, 4, 3);
        assertEquals(30, sums.getOrDefault("n1", 0.0) + sums.getOrDefault("n0", 0.0));
    }
}
