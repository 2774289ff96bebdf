package dev.lacuna.models.mixture;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;

/**
 * Limited-memory BFGS ascent in a box around zero (Nocedal and Wright 2006, algorithm 7.4; weak Wolfe line search by bisection).
 *
 * <p>Coordinates that sit on their bound with the gradient pointing outwards are held; steps are cut where they would leave the
 * box. Every accepted step raises the objective.
 */
final class QuasiNewton {
    /** With 30 pairs small problems get full BFGS. */
    private static final int MEMORY = 30;
    private static final double ARMIJO = 1e-4;
    private static final double WOLFE = 0.9;
    private static final int LINE_STEPS = 50;
    /** Longest first step of a run, in the coordinates of standardised features. */
    private static final double FIRST_STEP = 0.1;
    /** This many steps in a row that gain less than rounding end a run. */
    private static final int FLAT_STEPS = 3;

    /** A differentiable function of a vector: returns its value, writes its gradient. */
    @FunctionalInterface
    interface Objective {
        double valueAndGradient(double[] x, double[] gradient);
    }

    enum Status { CONVERGED, ITERATION_LIMIT, STALLED }

    /** Where a run ended: {@code gradientNorm} is the largest free gradient entry, {@code onBound} the held coordinates. */
    record Result(double[] x, double value, double gradientNorm, boolean[] onBound, int iterations, Status status) {}

    private QuasiNewton() {}

    static Result maximise(Objective objective, double[] start, double[] bound, double gradientTolerance, int maxIterations) {
        int size = start.length;
        double[] x = start.clone();
        for (int i = 0; i < size; i++) {
            x[i] = Math.max(-bound[i], Math.min(bound[i], x[i]));
        }
        double[] gradient = new double[size];
        double value = objective.valueAndGradient(x, gradient);
        if (!Double.isFinite(value)) {
            return new Result(x, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, new boolean[size], 0, Status.STALLED);
        }
        ArrayDeque<double[][]> pairs = new ArrayDeque<>();
        boolean[] held = new boolean[size];
        int flat = 0;
        int iteration = 0;
        Status status = Status.ITERATION_LIMIT;
        for (; iteration < maxIterations; iteration++) {
            if (hold(x, gradient, bound, held)) {
                pairs.clear();
            }
            if (norm(gradient, held) <= gradientTolerance) {
                status = Status.CONVERGED;
                break;
            }
            double[] direction = inward(direction(gradient, held, pairs), x, bound);
            double slope = dot(direction, gradient);
            if (!(slope > 0)) {
                pairs.clear();
                direction = inward(direction(gradient, held, pairs), x, bound);
                slope = dot(direction, gradient);
            }
            Step step = search(objective, x, value, slope, direction, bound, pairs.isEmpty());
            if (step == null) {
                if (pairs.isEmpty()) {
                    status = Status.STALLED;
                    break;
                }
                pairs.clear();
                continue;
            }
            double[] s = new double[size];
            double[] y = new double[size];
            for (int i = 0; i < size; i++) {
                s[i] = step.x[i] - x[i];
                y[i] = gradient[i] - step.gradient[i];
            }
            double curvature = dot(s, y);
            if (curvature > 1e-12 * Math.sqrt(dot(s, s) * dot(y, y))) {
                pairs.addLast(new double[][] {s, y, {1 / curvature}});
                if (pairs.size() > MEMORY) {
                    pairs.removeFirst();
                }
            }
            flat = step.value - value <= 1e-15 * Math.abs(value) ? flat + 1 : 0;
            x = step.x;
            value = step.value;
            gradient = step.gradient;
            if (flat >= FLAT_STEPS) {
                hold(x, gradient, bound, held);
                status = norm(gradient, held) <= 1e3 * gradientTolerance ? Status.CONVERGED : Status.STALLED;
                iteration++;
                break;
            }
        }
        hold(x, gradient, bound, held);
        return new Result(x, value, norm(gradient, held), held, iteration, status);
    }

    private record Step(double[] x, double value, double[] gradient) {}

    private static Step search(Objective objective, double[] x, double value, double slope, double[] direction, double[] bound,
            boolean first) {
        double longest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            if (direction[i] != 0 && bound[i] < Double.POSITIVE_INFINITY) {
                longest = Math.min(longest, (bound[i] - Math.signum(direction[i]) * x[i]) / Math.abs(direction[i]));
            }
        }
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double t = Math.min(longest, first ? FIRST_STEP / Math.sqrt(dot(direction, direction)) : 1);
        Step best = null;
        for (int k = 0; k < LINE_STEPS; k++) {
            double[] trial = new double[x.length];
            double[] gradient = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                trial[i] = Math.max(-bound[i], Math.min(bound[i], x[i] + t * direction[i]));
            }
            double v = objective.valueAndGradient(trial, gradient);
            if (!Double.isFinite(v) || !finite(gradient) || v < value + ARMIJO * t * slope) {
                high = t;
            } else {
                best = new Step(trial, v, gradient);
                if (t == longest || dot(gradient, direction) <= WOLFE * slope) {
                    return best;
                }
                low = t;
            }
            t = high < Double.POSITIVE_INFINITY ? 0.5 * (low + high) : Math.min(longest, 2 * t);
        }
        return best;
    }

    /** Two-loop recursion on the free coordinates. */
    private static double[] direction(double[] gradient, boolean[] held, ArrayDeque<double[][]> pairs) {
        double[] d = gradient.clone();
        for (int i = 0; i < d.length; i++) {
            if (held[i]) {
                d[i] = 0;
            }
        }
        double[] a = new double[pairs.size()];
        int at = pairs.size();
        for (Iterator<double[][]> it = pairs.descendingIterator(); it.hasNext();) {
            double[][] p = it.next();
            a[--at] = p[2][0] * dot(p[0], d);
            add(d, -a[at], p[1]);
        }
        if (!pairs.isEmpty()) {
            double[][] last = pairs.peekLast();
            double scale = 1 / (last[2][0] * dot(last[1], last[1]));
            for (int i = 0; i < d.length; i++) {
                d[i] *= scale;
            }
        }
        for (double[][] p : pairs) {
            add(d, a[at++] - p[2][0] * dot(p[1], d), p[0]);
        }
        for (int i = 0; i < d.length; i++) {
            if (held[i]) {
                d[i] = 0;
            }
        }
        return d;
    }

    /**
     * Stops the direction from leaving the box at once, where a coordinate on its bound is free but curvature points it outwards.
     */
    private static double[] inward(double[] direction, double[] x, double[] bound) {
        for (int i = 0; i < x.length; i++) {
            if (Math.abs(x[i]) >= bound[i] && x[i] * direction[i] > 0) {
                direction[i] = 0;
            }
        }
        return direction;
    }

    /** Marks the coordinates on their bound with an outward gradient; true where the set changed. */
    private static boolean hold(double[] x, double[] gradient, double[] bound, boolean[] held) {
        boolean changed = false;
        for (int i = 0; i < x.length; i++) {
            boolean now = Math.abs(x[i]) >= bound[i] && x[i] * gradient[i] >= 0;
            changed |= now != held[i];
            held[i] = now;
        }
        return changed;
    }

    private static double norm(double[] gradient, boolean[] held) {
        double top = 0;
        for (int i = 0; i < gradient.length; i++) {
            if (!held[i]) {
                top = Math.max(top, Math.abs(gradient[i]));
            }
        }
        return top;
    }

    private static boolean finite(double[] v) {
        return Arrays.stream(v).allMatch(Double::isFinite);
    }

    private static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) {
            s += a[i] * b[i];
        }
        return s;
    }

    private static void add(double[] to, double factor, double[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }
}
