package dev.lacuna.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes {@code VectorElementwise.java}: each function's steps from {@link FloatMath}, expanded by hand into one loop body.
 *
 * <p>A helper that takes or returns a Vector would read better and costs up to 100 times more whenever C2 declines to inline it
 * (one softplus ran at 1.1 to 48 ns an element), so the expansion is done here. Run {@link #main} with the path of the file to
 * write it anew; {@code TemplatesTest} compares.
 */
final class VectorElementwiseTemplate {

    private final StringBuilder file = new StringBuilder();
    private final Set<String> constants = new LinkedHashSet<>();
    private final List<String> body = new ArrayList<>();

    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[0]), new VectorElementwiseTemplate().write());
    }

    String write() {
        file.append("""
                package dev.lacuna.kernels;

                import static dev.lacuna.kernels.FloatMath.*;

                import jdk.incubator.vector.FloatVector;
                import jdk.incubator.vector.IntVector;
                import jdk.incubator.vector.VectorOperators;
                import jdk.incubator.vector.VectorSpecies;

                /**
                 * The loops of {@link FloatMath}'s functions on the Vector API, the same steps and so the same bits; tails run the plain
                 * function. Written by {@code VectorElementwiseTemplate} in the tests, which says why each body is expanded: change that.
                 */
                final class VectorElementwise {

                    private static final VectorSpecies<Float> S = VectorWidth.FLOATS;
                    private static final VectorSpecies<Integer> I = VectorWidth.INTS;
                    private static final int LANES = S.length();

                    private VectorElementwise() {}
                """);
        unary("exp", () -> exp("x", "y", true));
        unary("log", () -> log("x", "y"));
        unary("log1p", this::log1p);
        unary("tanh", this::tanh);
        unary("sigmoid", () -> sigmoid("x", "y"));
        unary("softplus", () -> softplus("x", "y"));
        unary("relu", () -> line("FloatVector y = x.max(%s);", constant("0f")));
        for (boolean accumulate : new boolean[] {false, true}) {
            backward("identity", accumulate, () -> { });
            backward("tanh", accumulate, () -> line("FloatVector slope = y.neg().fma(y, %s);", constant("1f")));
            backward("relu", accumulate, () -> line("FloatVector slope = %s.blend(%s, y.compare(VectorOperators.GT, %s));",
                    constant("0f"), constant("1f"), constant("0f")));
            backward("sigmoid", accumulate, () -> line("FloatVector slope = y.neg().fma(y, y);"));
            backward("softplus", accumulate, () -> oneMinusExp("y", "slope"));
        }
        elementwise("addScaled", "float a, float[] x, int xOffset, float[] y, int yOffset", () -> {
            before("FloatVector scale = FloatVector.broadcast(S, a);");
            load("u", "x");
            load("v", "y");
            line("scale.fma(u, v).intoArray(y, yOffset + i);");
        }, "y[yOffset + i] = Math.fma(a, x[xOffset + i], y[yOffset + i]);");
        elementwise("multiplyAdd", arrays("a", "b", "c", "out"), () -> {
            load("u", "a");
            load("v", "b");
            load("w", "c");
            line("u.fma(v, w).intoArray(out, outOffset + i);");
        }, "out[outOffset + i] = Math.fma(a[aOffset + i], b[bOffset + i], c[cOffset + i]);");
        for (boolean accumulate : new boolean[] {false, true}) {
            elementwise("multiply" + suffix(accumulate), arrays("a", "b", "out"), () -> {
                load("u", "a");
                load("v", "b");
                store("u", "v", "out", accumulate);
            }, tail("PlainBackward.multiply", accumulate, "a", "b", "out"));
        }
        elementwise("gaussianLogDensity", arrays("x", "mean", "std", "out"), () -> {
            load("v", "x");
            load("m", "mean");
            load("s", "std");
            line("FloatVector z = v.sub(m).div(s);");
            log("s", "logStd");
            line("FloatVector density = z.mul(%s).fma(z, %s.sub(logStd));", constant("-0.5f"), constant("-HALF_LOG_TWO_PI"));
            line("density.intoArray(out, outOffset + i);");
        }, "out[outOffset + i] = FloatMath.gaussianLogDensity(x[xOffset + i], mean[meanOffset + i], std[stdOffset + i]);");
        for (boolean accumulate : new boolean[] {false, true}) {
            elementwise("gaussianLogDensityBackward" + suffix(accumulate), arrays("x", "mean", "std", "g", "dMean", "dStd"),
                    () -> {
                load("v", "x");
                load("m", "mean");
                load("s", "std");
                load("upstream", "g");
                line("FloatVector z = v.sub(m).div(s);");
                line("FloatVector u = upstream.div(s);");
                line("FloatVector w = z.fma(z, %s);", constant("-1f"));
                store("u", "z", "dMean", accumulate);
                store("u", "w", "dStd", accumulate);
            }, tail("PlainBackward.gaussianLogDensity", accumulate, "x", "mean", "std", "g", "dMean", "dStd"));
        }
        elementwise("bernoulliLogDensity", arrays("x", "logits", "out"), () -> {
            load("v", "x");
            load("a", "logits");
            softplus("a", "softplus");
            line("v.fma(a, softplus.neg()).intoArray(out, outOffset + i);");
        }, "out[outOffset + i] = FloatMath.bernoulliLogDensity(x[xOffset + i], logits[logitsOffset + i]);");
        for (boolean accumulate : new boolean[] {false, true}) {
            elementwise("bernoulliLogDensityBackward" + suffix(accumulate), arrays("x", "logits", "g", "dLogits"), () -> {
                load("v", "x");
                load("a", "logits");
                load("upstream", "g");
                sigmoid("a", "probability");
                line("FloatVector difference = v.sub(probability);");
                store("upstream", "difference", "dLogits", accumulate);
            }, tail("PlainBackward.bernoulliLogDensity", accumulate, "x", "logits", "g", "dLogits"));
        }
        return file.append("}\n").toString();
    }

    // Functions, step by step as in FloatMath

    private void exp(String x, String y, boolean positiveToo) {
        expReduced(x);
        line("FloatVector p = q.fma(r, %s).fma(r, %s);", constant("1f"), constant("1f"));
        line("IntVector half = bits.lanewise(VectorOperators.ASHR, 1);");
        line("IntVector low = half.lanewise(VectorOperators.LSHL, 23).add(%s);", constant("ONE_BITS"));
        line("IntVector high = bits.sub(half).lanewise(VectorOperators.LSHL, 23).add(%s);", constant("ONE_BITS"));
        line("FloatVector scaled = p.mul(low.reinterpretAsFloats()).mul(high.reinterpretAsFloats());");
        if (positiveToo) {
            line("scaled = scaled.blend(%s, %s.compare(VectorOperators.GT, %s));", constant("Float.POSITIVE_INFINITY"), x,
                    constant("EXP_OVERFLOW"));
        }
        line("FloatVector %s = scaled.blend(%s, %s.compare(VectorOperators.LT, %s));", y, constant("0f"), x,
                constant("EXP_UNDERFLOW"));
    }

    /** Leaves n, r, the tail polynomial q and the bits of the rounded exponent. */
    private void expReduced(String x) {
        line("FloatVector t = %s.fma(%s, %s);", x, constant("LOG2_E"), constant("ROUND"));
        line("FloatVector n = t.sub(%s);", constant("ROUND"));
        line("FloatVector r = n.fma(%s, n.fma(%s, %s));", constant("-LN2_LOW"), constant("-LN2_HIGH"), x);
        line("FloatVector q = %s.fma(r, %s).fma(r, %s).fma(r, %s).fma(r, %s);", constant("E4"), constant("E3"), constant("E2"),
                constant("E1"), constant("E0"));
        line("IntVector bits = t.reinterpretAsInts();");
    }

    private void log(String x, String y) {
        line("var small = %s.compare(VectorOperators.LT, %s);", x, constant("Float.MIN_NORMAL"));
        line("FloatVector normal = %s.blend(%s.mul(%s), small);", x, x, constant("DENORMAL_SCALE"));
        line("IntVector bits = normal.reinterpretAsInts();");
        exponent();
        line("n = n.add(%s.blend(%s, small));", constant("0f"), constant("DENORMAL_EXPONENT"));
        line("FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23)).reinterpretAsFloats().sub(%s);", constant("1f"));
        logReduced();
        line("result = %s.blend(result, %s.compare(VectorOperators.LT, %s));", x, x, constant("Float.POSITIVE_INFINITY"));
        line("result = result.blend(%s, %s.compare(VectorOperators.EQ, %s));", constant("Float.NEGATIVE_INFINITY"), x,
                constant("0f"));
        line("FloatVector %s = result.blend(%s, %s.compare(VectorOperators.LT, %s));", y, constant("Float.NaN"), x,
                constant("0f"));
    }

    /** From bits: the exponent e and, as a float, n. */
    private void exponent() {
        line("IntVector e = bits.sub(%s).lanewise(VectorOperators.ASHR, 23);", constant("TWO_THIRDS_BITS"));
        line("FloatVector n = e.add(%s).reinterpretAsFloats().sub(%s);", constant("ROUND_BITS"), constant("ROUND"));
    }

    private void logReduced() {
        logTail();
        line("FloatVector result = n.fma(%s, f.add(n.fma(%s, p.mul(f.mul(f)))));", constant("LN2_HIGH"), constant("LN2_LOW"));
    }

    private void logTail() {
        line("FloatVector p = %s.fma(f, %s).fma(f, %s).fma(f, %s).fma(f, %s);", constant("L7"), constant("L6"), constant("L5"),
                constant("L4"), constant("L3"));
        line("p = p.fma(f, %s).fma(f, %s).fma(f, %s).fma(f, %s);", constant("L2"), constant("L1"), constant("L0"),
                constant("-0.5f"));
    }

    private void log1p() {
        line("FloatVector u = x.add(%s);", constant("1f"));
        line("FloatVector back = u.sub(%s);", constant("1f"));
        line("FloatVector lost = %s.sub(u.sub(back)).add(x.sub(back));", constant("1f"));
        line("IntVector bits = u.reinterpretAsInts();");
        exponent();
        line("IntVector shifted = e.lanewise(VectorOperators.LSHL, 23);");
        line("FloatVector scale = %s.sub(shifted).max(%s).reinterpretAsFloats();", constant("ONE_BITS"), constant("0"));
        line("FloatVector f = bits.sub(shifted).reinterpretAsFloats().sub(%s);", constant("1f"));
        line("FloatVector correction = lost.mul(scale).mul(f.fma(f, %s.sub(f)));", constant("1f"));
        logTail();
        line("FloatVector low = n.fma(%s, p.fma(f.mul(f), correction));", constant("LN2_LOW"));
        line("FloatVector result = n.fma(%s, f.add(low));", constant("LN2_HIGH"));
        line("result = x.blend(result, x.compare(VectorOperators.LT, %s));", constant("Float.POSITIVE_INFINITY"));
        line("result = result.blend(x, x.compare(VectorOperators.EQ, %s));", constant("0f"));
        line("result = result.blend(%s, x.compare(VectorOperators.EQ, %s));", constant("Float.NEGATIVE_INFINITY"),
                constant("-1f"));
        line("FloatVector y = result.blend(%s, x.compare(VectorOperators.LT, %s));", constant("Float.NaN"), constant("-1f"));
    }

    private void oneMinusExp(String a, String m) {
        line("FloatVector negative = %s.neg().blend(%s, %s.compare(VectorOperators.GT, %s));", a,
                constant("-ONE_MINUS_EXP_LIMIT"), a, constant("ONE_MINUS_EXP_LIMIT"));
        expReduced("negative");
        line("FloatVector w = q.fma(r.mul(r), r);");
        line("FloatVector s = bits.lanewise(VectorOperators.LSHL, 23).add(%s).reinterpretAsFloats();", constant("ONE_BITS"));
        line("FloatVector %s = s.neg().fma(w, %s.sub(s));", m, constant("1f"));
    }

    /** The limit, and that a NaN stays one, on integers: minimum and maximum of floats make the loop a third to a half longer. */
    private void tanh() {
        line("IntVector given = x.reinterpretAsInts();");
        line("IntVector size = given.and(%s);", constant("SIZE_BITS"));
        line("IntVector nan = %s.sub(size).lanewise(VectorOperators.ASHR, 31);", constant("INFINITY_BITS"));
        line("FloatVector c = size.min(%s).or(given.and(%s)).or(nan).reinterpretAsFloats();", constant("TANH_LIMIT_BITS"),
                constant("SIGN_BIT"));
        line("FloatVector u = c.mul(c);");
        line("FloatVector n = c.mul(u).fma(%s.fma(u, %s), c);", constant("T1"), constant("T0"));
        line("FloatVector d = %s.fma(u, %s).fma(u, %s).fma(u, %s);", constant("D2"), constant("D1"), constant("D0"),
                constant("2f"));
        line("FloatVector product = n.mul(d);");
        line("FloatVector y = product.add(product).div(d.fma(d, n.mul(n)));");
    }

    private void sigmoid(String x, String y) {
        line("FloatVector minus = %s.abs().neg();", x);
        exp("minus", "small", false);
        line("FloatVector top = %s.blend(small, %s.compare(VectorOperators.LT, %s));", constant("1f"), x, constant("0f"));
        line("FloatVector %s = top.div(small.add(%s));", y, constant("1f"));
    }

    private void softplus(String x, String y) {
        line("FloatVector minus = %s.abs().neg();", x);
        exp("minus", "small", false);
        line("FloatVector s = small.div(small.add(%s));", constant("2f"));
        line("FloatVector z = s.mul(s);");
        line("FloatVector c = %s.fma(z, %s).fma(z, %s).fma(z, %s);", constant("A3"), constant("A2"), constant("A1"),
                constant("A0"));
        line("FloatVector %s = %s.max(%s).add(s.fma(c.fma(z, small.neg()), small));", y, x, constant("0f"));
    }

    // Loops

    private void unary(String name, Runnable steps) {
        elementwise(name, "float[] in, int inOffset, float[] out, int outOffset", () -> {
            load("x", "in");
            steps.run();
            line("y.intoArray(out, outOffset + i);");
        }, "out[outOffset + i] = FloatMath." + name + "(in[inOffset + i]);");
    }

    private void backward(String name, boolean accumulate, Runnable slope) {
        String activation = "Activation." + name.toUpperCase(java.util.Locale.ROOT);
        elementwise(name + "Backward" + suffix(accumulate), arrays("out", "dOut", "dIn"), () -> {
            load("upstream", "dOut");
            if (name.equals("identity")) {
                line("FloatVector slope = %s;", constant("1f"));
            } else {
                load("y", "out");
                slope.run();
            }
            store("upstream", "slope", "dIn", accumulate);
        }, tail("PlainBackward.activation", accumulate, "out", "dOut", "dIn").replace("activation(",
                "activation(" + activation + ", "));
    }

    private static String suffix(boolean accumulate) {
        return accumulate ? "Accumulate" : "";
    }

    private static String arrays(String... names) {
        List<String> parameters = new ArrayList<>();
        for (String name : names) {
            parameters.add("float[] " + name + ", int " + name + "Offset");
        }
        return String.join(", ", parameters);
    }

    /** A plain twin that takes a whole range; the marker {@code !} keeps it out of a scalar loop. */
    private static String tail(String function, boolean accumulate, String... names) {
        List<String> arguments = new ArrayList<>();
        for (String name : names) {
            arguments.add(name + ", " + name + "Offset + i");
        }
        return "!" + function + "(" + String.join(", ", arguments) + ", length - i, " + accumulate + ");";
    }

    private void elementwise(String name, String parameters, Runnable steps, String tail) {
        constants.clear();
        body.clear();
        steps.run();
        file.append("\n");
        wrap("    static void " + name + "(" + parameters + ", int length) {", 12);
        for (String constant : constants) {
            file.append("        ").append(declaration(constant)).append("\n");
        }
        file.append("        int i = 0;\n        for (int bound = S.loopBound(length); i < bound; i += LANES) {\n");
        for (String line : body) {
            wrap("            " + line, 20);
        }
        file.append("        }\n");
        if (tail.startsWith("!")) {
            wrap("        " + tail.substring(1), 16);
        } else {
            file.append("        for (; i < length; i++) {\n");
            wrap("            " + tail, 20);
            file.append("        }\n");
        }
        file.append("    }\n");
    }

    private void load(String name, String array) {
        line("FloatVector %s = FloatVector.fromArray(S, %s, %sOffset + i);", name, array, array);
    }

    private void store(String upstream, String slope, String array, boolean accumulate) {
        if (accumulate) {
            line("%s.fma(%s, FloatVector.fromArray(S, %s, %sOffset + i)).intoArray(%s, %sOffset + i);", upstream, slope, array,
                    array, array, array);
        } else {
            line("%s.mul(%s).intoArray(%s, %sOffset + i);", upstream, slope, array, array);
        }
    }

    private void before(String declaration) {
        constants.add(declaration);
    }

    private String constant(String value) {
        constants.add(value);
        return name(value);
    }

    private static String name(String value) {
        return switch (value) {
            case "0f" -> "zero";
            case "0" -> "noBits";
            case "1f" -> "one";
            case "2f" -> "two";
            case "-1f" -> "minusOne";
            case "-0.5f" -> "minusHalf";
            case "Float.NaN" -> "nan";
            case "Float.POSITIVE_INFINITY" -> "infinity";
            case "Float.NEGATIVE_INFINITY" -> "minusInfinity";
            case "Float.MIN_NORMAL" -> "minNormal";
            default -> {
                String[] words = value.replace("-", "minus_").toLowerCase(java.util.Locale.ROOT).split("_");
                StringBuilder name = new StringBuilder(words[0]);
                for (int i = 1; i < words.length; i++) {
                    name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
                }
                yield name.toString();
            }
        };
    }

    private static String declaration(String value) {
        if (value.endsWith(";")) {
            return value;
        }
        boolean ints = value.endsWith("BITS") || value.equals("SIGN_BIT") || value.equals("0");
        String type = ints ? "IntVector" : "FloatVector";
        return type + " " + name(value) + " = " + type + ".broadcast(" + (ints ? "I" : "S") + ", " + value + ");";
    }

    private void line(String format, Object... arguments) {
        body.add(String.format(format, arguments));
    }

    /** Breaks a line after a comma or before a dot so that it stays within 130 characters. */
    private void wrap(String line, int indent) {
        String rest = line;
        while (rest.length() > 130) {
            int cut = rest.lastIndexOf(", ", 128) + 2;
            file.append(rest, 0, cut - 1).append("\n");
            rest = " ".repeat(indent) + rest.substring(cut);
        }
        file.append(rest).append("\n");
    }
}
