package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs in a JVM without the vector module (a surefire execution of its own). */
@Tag("without-vector-module")
class PlainFallbackTest {

    @Test
    void get_withoutTheModule_isPlainAndNamesTheFlag() {
        assertEquals("plain", Kernels.get().name());
        assertTrue(Kernels.vector().isEmpty());
        assertTrue(Kernels.choiceReason().contains("--add-modules jdk.incubator.vector"), Kernels.choiceReason());
    }
}
