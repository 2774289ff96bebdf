package dev.lacuna.models.mixture;

import dev.lacuna.models.mixture.mechanism.LogSpace;
import java.util.ArrayList;
import java.util.List;

/**
 * What people read, from the unconstrained coordinates: weights, means, covariances in the table's units, rates, the linear rule.
 */
record NaturalParameters(Coordinates at, Scaling scaling) {

    boolean linear() {
        return at.classes() == 2 && at.structure().shared();
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        for (int k = 1; k <= at.classes(); k++) {
            names.add("weight " + k);
        }
        for (int k = 1; k <= at.classes(); k++) {
            for (int c = 1; c <= at.columns(); c++) {
                names.add("mean " + k + "," + c);
            }
        }
        for (int m = 1; m <= at.structure().matrices(at.classes()); m++) {
            for (int i = 1; i <= at.columns(); i++) {
                for (int j = at.structure().diagonal() ? i : 1; j <= i; j++) {
                    names.add("covariance " + m + ":" + i + "," + j);
                }
            }
        }
        for (String name : at.mechanism().parameterNames(at.classes())) {
            names.add(name.startsWith("logit ") ? name.substring(6) : name);
        }
        for (int c = 0; linear() && c <= at.columns(); c++) {
            names.add("beta" + c);
        }
        return names;
    }

    double[] values(double[] point) {
        GaussianMixture m = at.decode(point).rescaled(scaling.centre(), scaling.scale());
        double[] out = new double[names().size()];
        int n = 0;
        for (int k = 0; k < at.classes(); k++) {
            out[n++] = m.weight(k);
        }
        for (int k = 0; k < at.classes(); k++) {
            for (double v : m.mean(k)) {
                out[n++] = v;
            }
        }
        for (int k = 0; k < at.structure().matrices(at.classes()); k++) {
            double[] s = m.covariance(k);
            for (int i = 0; i < at.columns(); i++) {
                for (int j = at.structure().diagonal() ? i : 0; j <= i; j++) {
                    out[n++] = s[i * at.columns() + j];
                }
            }
        }
        double[] mechanism = at.mechanismParameters(point);
        List<String> mechanismNames = at.mechanism().parameterNames(at.classes());
        for (int i = 0; i < mechanism.length; i++) {
            out[n++] = mechanismNames.get(i).startsWith("logit ") ? LogSpace.sigmoid(mechanism[i]) : mechanism[i];
        }
        if (linear()) {
            for (double b : m.discriminant()) {
                out[n++] = b;
            }
        }
        return out;
    }
}
