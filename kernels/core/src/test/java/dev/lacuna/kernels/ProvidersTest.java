package dev.lacuna.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProvidersTest {

    private static final Providers.Found ABSENT = new Providers.Found(Optional.empty(), "there is none");

    @Test
    void get_withTheModule_isVectorAndSaysWhy() {
        assertTrue(Kernels.get().name().startsWith("vector-"), Kernels.get().name());
        assertTrue(Kernels.choiceReason().contains("jdk.incubator.vector"), Kernels.choiceReason());
    }

    @Test
    void choose_forcedPlain_isPlain() {
        assertSame(Kernels.plain(), Providers.choose("plain", Providers.VECTOR).kernels());
    }

    @Test
    void choose_forcedVectorButAbsent_isAClearError() {
        String message = assertThrows(IllegalStateException.class, () -> Providers.choose("vector", ABSENT)).getMessage();
        assertEquals("vector kernels were asked for by -Dlacuna.kernels=vector, but there is none", message);
    }

    @Test
    void choose_autoAndAbsent_isPlainWithTheReason() {
        Providers.Choice choice = Providers.choose("auto", ABSENT);
        assertSame(Kernels.plain(), choice.kernels());
        assertEquals("plain kernels: there is none", choice.reason());
    }

    @Test
    void choose_unknownWord_namesTheAllowed() {
        String message = assertThrows(IllegalArgumentException.class, () -> Providers.choose("fast", ABSENT)).getMessage();
        assertTrue(message.contains("'fast'") && message.contains("auto, plain or vector"), message);
    }
}
