package dev.lacuna.engine.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersTest {

    @ParameterizedTest
    @CsvSource({"1,1", "-1.5,-1.5", "+.5,0.5", "5.,5", "1e3,1000", "1E-2,0.01", "' 7 ',7", "007,7", "1e-400,0"})
    void parse_number_isItsValue(String text, double value) {
        assertEquals(value, Numbers.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "-", "1d", "0x10", "1e", "1e+", "1,5", "1 2", "NaN", "--1", "1_000", "e5", "٣"})
    void parse_otherText_isNaN(String text) {
        assertTrue(Double.isNaN(Numbers.parse(text)));
    }

    @ParameterizedTest
    @CsvSource({"inf,1", "-Infinity,-1", "+INF,1", "1e999,1"})
    void parse_infinity_isInfinite(String text, int sign) {
        assertEquals(sign * Double.POSITIVE_INFINITY, Numbers.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"7,0", "7.,0", "1.50,2", "15e-3,3", "1.5e3,0", "1.25e1,1", "1e-999999999999,17", "1e99999999999999999999,0"})
    void decimals_number_arePlacesShown(String text, int decimals) {
        assertEquals(decimals, Numbers.decimals(text));
    }

    @ParameterizedTest
    @CsvSource({"2.125,2,2.12", "2.5,0,2", "-0.001,2,0.00", "12,1,12.0", "0.1,-1,0.1", "0,-1,0", "1e22,-1,1E+22", "100,-1,100",
            "0.30000000000000004,-1,0.30000000000000004"})
    void format_value_roundsAsStated(double value, int decimals, String text) {
        assertEquals(text, Numbers.format(value, decimals));
    }

    @Property(tries = 2000, seed = "20261121")
    void format_allDecimals_readsBackEqual(@ForAll double value) {
        if (Double.isFinite(value)) {
            assertEquals(value, Numbers.parse(Numbers.format(value, ColumnSchema.ALL_DECIMALS)) + 0.0, 0);
        }
    }
}
