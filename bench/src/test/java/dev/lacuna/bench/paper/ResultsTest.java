package dev.lacuna.bench.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final Cell FIRST = new Cell("table", "set, with a comma", "method", "layers=1,2", 0);
    private static final Cell SECOND = new Cell("table", "set", "method", "", 1);

    @Test
    void results_afterAKillInTheMiddleOfALine_keepWholeLinesAndMeasureTheRest(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.csv");
        Results before = Results.open(Optional.of(file), "a machine, two cores");
        before.of(FIRST, () -> Map.of("rmse", 0.1, Results.SECONDS, 3.0));
        before.of(SECOND, () -> Map.of("rmse", 0.25));
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.length() - 2));
        Results after = Results.open(Optional.of(file), "another machine");
        assertEquals(Map.of("rmse", 0.1, Results.SECONDS, 3.0), after.of(FIRST, () -> {
            throw new AssertionError("measured twice");
        }));
        assertEquals(0.75, after.of(SECOND, () -> Map.of("rmse", 0.75)).get("rmse"));
        assertEquals(0.75, Results.open(Optional.of(file), "").of(SECOND, Map::of).get("rmse"));
    }
}
