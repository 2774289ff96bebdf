package dev.lacuna.models.baseline;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Linear regression whose noise precision α and weight precision λ maximise the evidence.
 *
 * <p>y ~ N(X w + intercept, 1/α), w ~ N(0, I/λ), both precisions under flat-ish Gamma hyper-priors; the fixed-point updates are
 * MacKay's (Bayesian interpolation, 1992) with Tipping's hyper-parameters (2001). Everything is done in the eigenvectors of the
 * centred Gram matrix, so a fit costs O(p³) whatever the rows, and each update O(p²).
 */
final class BayesianRidge {
    /** Shape and rate of both Gamma hyper-priors: far below one observation's worth. */
    private static final double HYPER_PRIOR = 1e-6;
    private static final int MAX_UPDATES = 300;
    /** Updates stop where Σ|Δw| falls below this. */
    private static final double WEIGHT_TOLERANCE = 1e-3;
    /** Keeps α finite where the target is constant. */
    private static final double VARIANCE_FLOOR = 0x1p-52;

    private final double[] weights;
    private final double[] predictorMeans;
    private final double targetMean;
    private final double noisePrecision;
    private final double meanVariance;
    private final double[] rootCovariance;
    private final double intercept;

    private BayesianRidge(double[] weights, double[] predictorMeans, double targetMean, double noisePrecision,
            double meanVariance,
            double[] rootCovariance) {
        this.weights = weights;
        this.predictorMeans = predictorMeans;
        this.targetMean = targetMean;
        this.noisePrecision = noisePrecision;
        this.meanVariance = meanVariance;
        this.rootCovariance = rootCovariance;
        this.intercept = targetMean - Products.dot(weights, 0, predictorMeans, 0, weights.length);
    }

    /**
     * @param gram centred XᵀX [p x p], row-major
     * @param cross centred Xᵀy [p]
     * @param targetSquares centred yᵀy
     */
    static BayesianRidge fit(double[] gram, double[] cross, double targetSquares, int rows, double[] predictorMeans,
            double targetMean) {
        int width = cross.length;
        double[] eigenvalues = new double[width];
        double[] vectors = new double[width * width];
        decompose(gram, width, eigenvalues, vectors);
        double[] rotatedCross = new double[width];
        for (int e = 0; e < width; e++) rotatedCross[e] = Products.dot(vectors, e * width, cross, 0, width);

        double alpha = 1 / (targetSquares / rows + VARIANCE_FLOOR);
        double lambda = 1;
        double[] rotated = new double[width];
        double[] weights = new double[width];
        double[] previous = new double[width];
        for (int update = 0; update < MAX_UPDATES; update++) {
            double squaredError = solve(eigenvalues, rotatedCross, lambda / alpha, targetSquares, rotated);
            rotateBack(vectors, rotated, weights);
            double effective = 0;
            double weightSquares = 0;
            for (int e = 0; e < width; e++) {
                effective += alpha * eigenvalues[e] / (lambda + alpha * eigenvalues[e]);
                weightSquares += rotated[e] * rotated[e];
            }
            lambda = (effective + 2 * HYPER_PRIOR) / (weightSquares + 2 * HYPER_PRIOR);
            alpha = (rows - effective + 2 * HYPER_PRIOR) / (squaredError + 2 * HYPER_PRIOR);
            double change = 0;
            for (int j = 0; j < width; j++) change += Math.abs(weights[j] - previous[j]);
            if (update > 0 && change < WEIGHT_TOLERANCE) break;
            System.arraycopy(weights, 0, previous, 0, width);
        }
        solve(eigenvalues, rotatedCross, lambda / alpha, targetSquares, rotated);
        rotateBack(vectors, rotated, weights);
        for (int e = 0; e < width; e++) {
            double scale = 1 / Math.sqrt(alpha * eigenvalues[e] + lambda);
            for (int j = 0; j < width; j++) vectors[e * width + j] *= scale;
        }
        return new BayesianRidge(weights, predictorMeans, targetMean, alpha, 1 / (alpha * rows), vectors);
    }

    /** As stored by {@link #write}. */
    static BayesianRidge read(NumberReader in, int width) {
        return new BayesianRidge(in.next(width), in.next(width), in.next(), in.next(), in.next(), in.next(in.nextInt()));
    }

    void write(NumberWriter out) {
        out.add(weights).add(predictorMeans).add(targetMean).add(noisePrecision).add(meanVariance)
                .add(rootCovariance.length).add(rootCovariance);
    }

    /** The same predictions, in O(p) memory; the predictive deviation loses the weights' part. */
    BayesianRidge withoutCovariance() {
        return new BayesianRidge(weights, predictorMeans, targetMean, noisePrecision, meanVariance, new double[0]);
    }

    double predict(double[] x) {
        return intercept + Products.dot(weights, 0, x, 0, weights.length);
    }

    /** Standard deviation of a new y at x: the noise, the weights' and the intercept's uncertainty. */
    double predictiveDeviation(double[] x) {
        int width = weights.length;
        double variance = 1 / noisePrecision + meanVariance;
        for (int e = 0; e < rootCovariance.length / Math.max(1, width); e++) {
            double projected = 0;
            for (int j = 0; j < width; j++) projected += rootCovariance[e * width + j] * (x[j] - predictorMeans[j]);
            variance += projected * projected;
        }
        return Math.sqrt(variance);
    }

    /** Rows of {@code vectors} become the eigenvectors; eigenvalues below zero are rounding and become zero. */
    private static void decompose(double[] gram, int width, double[] eigenvalues, double[] vectors) {
        if (width == 0) return;
        EigenDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.eig(width, true, true);
        if (!decomposition.decompose(DMatrixRMaj.wrap(width, width, gram.clone()))) {
            throw new IllegalStateException("the eigenvalues of a " + width + " x " + width + " Gram matrix did not converge");
        }
        for (int e = 0; e < width; e++) {
            eigenvalues[e] = Math.max(0, decomposition.getEigenvalue(e).getReal());
            System.arraycopy(decomposition.getEigenVector(e).data, 0, vectors, e * width, width);
        }
    }

    /** Ridge weights in the eigenvectors for one penalty λ/α; returns their squared error, floored at rounding's zero. */
    private static double solve(double[] eigenvalues, double[] rotatedCross, double penalty, double targetSquares,
            double[] rotated) {
        double squaredError = targetSquares;
        for (int e = 0; e < rotated.length; e++) {
            rotated[e] = rotatedCross[e] / (eigenvalues[e] + penalty);
            squaredError += rotated[e] * (eigenvalues[e] * rotated[e] - 2 * rotatedCross[e]);
        }
        return Math.max(0, squaredError);
    }

    private static void rotateBack(double[] vectors, double[] rotated, double[] weights) {
        int width = weights.length;
        Arrays.fill(weights, 0);
        for (int e = 0; e < width; e++) {
            for (int j = 0; j < width; j++) weights[j] += vectors[e * width + j] * rotated[e];
        }
    }
}
