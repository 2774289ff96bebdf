package dev.lacuna.models.mixture;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.decomposition.TriangularSolver_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/** Small dense linear algebra on row-major arrays [size x size], by EJML. */
final class Cholesky {

    private Cholesky() {}

    /** Lower L with L Lᵀ = matrix, or an empty array where the matrix is not positive definite. */
    static double[] lower(double[] matrix, int size) {
        CholeskyDecomposition_F64<DMatrixRMaj> decomposition = DecompositionFactory_DDRM.chol(size, true);
        DMatrixRMaj m = new DMatrixRMaj(size, size, true, matrix.clone());
        if (!decomposition.decompose(m)) {
            return new double[0];
        }
        double[] lower = decomposition.getT(null).data;
        for (double v : lower) {
            if (!Double.isFinite(v)) {
                return new double[0];
            }
        }
        return lower;
    }

    /** L⁻¹ of a lower triangular L. */
    static double[] invertLower(double[] lower, int size) {
        double[] inverse = new double[size * size];
        TriangularSolver_DDRM.invertLower(lower, inverse, size);
        return inverse;
    }

    /** L Lᵀ. */
    static double[] square(double[] lower, int size) {
        DMatrixRMaj l = new DMatrixRMaj(size, size, true, lower);
        DMatrixRMaj out = new DMatrixRMaj(size, size);
        CommonOps_DDRM.multTransB(l, l, out);
        return out.data;
    }

    /** Eigenvalues of a symmetric matrix, ascending. */
    static double[] eigenvalues(double[] symmetric, int size) {
        EigenDecomposition_F64<DMatrixRMaj> e = DecompositionFactory_DDRM.eig(size, false, true);
        if (!e.decompose(new DMatrixRMaj(size, size, true, symmetric.clone()))) {
            throw new ArithmeticException("the eigenvalues of a " + size + " x " + size + " matrix did not converge");
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = e.getEigenvalue(i).getReal();
        }
        Arrays.sort(values);
        return values;
    }

    /** The inverse of a symmetric positive definite matrix, or an empty array where it is not. */
    static double[] inverse(double[] matrix, int size) {
        double[] lower = lower(matrix, size);
        if (lower.length == 0) {
            return lower;
        }
        DMatrixRMaj l = new DMatrixRMaj(size, size, true, invertLower(lower, size));
        DMatrixRMaj out = new DMatrixRMaj(size, size);
        CommonOps_DDRM.multTransA(l, l, out);
        return out.data;
    }
}
