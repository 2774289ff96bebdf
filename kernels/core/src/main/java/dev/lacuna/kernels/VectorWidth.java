package dev.lacuna.kernels;

import jdk.incubator.vector.FloatVector;

import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** The one SIMD width of this process. Species are static final: as a parameter one costs 4 to 8 times plain Java. */
final class VectorWidth {

    static final String FORCE = "lacuna.kernels.bits";

    static final VectorShape SHAPE = shape(System.getProperty(FORCE, ""));
    static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
    static final VectorSpecies<Double> DOUBLES = VectorSpecies.of(double.class, SHAPE);
    static final int BITS = SHAPE.vectorBitSize();

    private VectorWidth() {}

    /** The widest shape that the machine likes, at most 512 bits, unless a width is forced. */
    private static VectorShape shape(String forced) {
        switch (forced) {
            case "":
                int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
                if (bits < 128) {
                    throw new UnsupportedOperationException("its vectors have " + bits + " bits, 128 are the least that pays");
                }
                return VectorShape.forBitSize(Math.min(bits, 512));
            case "128", "256", "512":
                return VectorShape.forBitSize(Integer.parseInt(forced));
            default:
                throw new IllegalArgumentException(
                        "system property " + FORCE + " is '" + forced + "': 128, 256 or 512 is allowed");
        }
    }
}
