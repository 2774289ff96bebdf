package dev.lacuna.models.mixture;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Column centres and standard deviations (divisor n) of a sample; refuses columns that no covariance can hold. */
record Scaling(double[] centre, double[] scale) {
    /** A column whose standard deviation is below this part of its largest value is constant to rounding. */
    private static final double CONSTANT = 1e-12;
    /** Correlation matrices with a smaller least eigenvalue are singular for our purpose: half the digits of a double. */
    private static final double SINGULAR = 1e-9;

    static Scaling of(PartlyLabelled sample) {
        int n = sample.rows();
        int p = sample.columns();
        double[] centre = new double[p];
        double[] scale = new double[p];
        for (int c = 0; c < p; c++) {
            double sum = 0;
            double largest = 0;
            for (int j = 0; j < n; j++) {
                sum += sample.feature(j, c);
                largest = Math.max(largest, Math.abs(sample.feature(j, c)));
            }
            centre[c] = sum / n;
            double squares = 0;
            for (int j = 0; j < n; j++) {
                double d = sample.feature(j, c) - centre[c];
                squares += d * d;
            }
            scale[c] = Math.sqrt(squares / n);
            if (!(scale[c] > CONSTANT * largest)) {
                throw new IllegalArgumentException("feature column " + c + " is constant (value " + sample.feature(0, c)
                        + " in all " + n + " rows): it says nothing of the class and makes every covariance singular; "
                        + "leave it out");
            }
        }
        return new Scaling(centre, scale);
    }

    /** Throws where full covariances cannot be estimated from the standardised sample, and says which columns are to blame. */
    static void requireFullRank(PartlyLabelled standardised) {
        int n = standardised.rows();
        int p = standardised.columns();
        if (n <= p) {
            throw new IllegalArgumentException(n + " rows cannot determine a full covariance of " + p
                    + " columns; use a diagonal covariance (EQUAL_DIAGONAL), fewer columns or more rows");
        }
        double[] correlation = new double[p * p];
        for (int a = 0; a < p; a++) {
            for (int b = 0; b <= a; b++) {
                double s = 0;
                for (int j = 0; j < n; j++) {
                    s += standardised.feature(j, a) * standardised.feature(j, b);
                }
                correlation[a * p + b] = s / n;
                correlation[b * p + a] = s / n;
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> e = DecompositionFactory_DDRM.eig(p, true, true);
        e.decompose(new DMatrixRMaj(p, p, true, correlation));
        for (int i = 0; i < p; i++) {
            if (e.getEigenvalue(i).getReal() < SINGULAR) {
                double[] v = e.getEigenVector(i).data;
                int[] columns = java.util.stream.IntStream.range(0, p).filter(c -> Math.abs(v[c]) > 1e-4).toArray();
                throw new IllegalArgumentException("feature columns " + Arrays.toString(columns)
                        + " are collinear (correlation matrix "
                        + "eigenvalue " + e.getEigenvalue(i).getReal()
                                + "): every full covariance is singular; leave one of them out, "
                        + "or use a diagonal covariance");
            }
        }
    }

    /** Σ log sd, by which a log density in raw units is smaller than in standardised ones. */
    double logVolume() {
        double s = 0;
        for (double v : scale) {
            s += StrictMath.log(v);
        }
        return s;
    }
}
