package dev.lacuna.kernels.opencl;

import com.aparapi.Kernel;

/**
 * What the device sees: arrays, which the host puts there or gets from there, and numbers, which go along with each execution.
 */
abstract class KernelState extends Kernel {
    static final int GAUSSIAN = 0;
    static final int BERNOULLI = 1;
    static final int CATEGORICAL = 2;
    static final int STUDENT_T = 3;

    int[] program = new int[1];
    float[] weights = new float[1];
    /** Kind, column, and end of the group of each feature, then the first feature of each column and the number of features. */
    int[] layout = new int[1];
    float[] posteriorMean = new float[1];
    float[] posteriorLogVariance = new float[1];
    float[] priorMean = new float[1];
    float[] priorLogVariance = new float[1];
    float[] x = new float[1];
    float[] observed = new float[1];
    /** Low and high word of each row's stream. */
    int[] rowKeys = new int[2];
    /** Row, category, and sample (-1: no sample) of each lane. */
    int[] laneTable = new int[3];
    float[] given = new float[1];
    /** Working memory of the device; never read by the host. */
    float[] scratch = new float[1];
    /** Log-weight of each lane as the sum of two floats: high parts, then low parts. */
    float[] logWeight = new float[2];
    float[] results = new float[1];

    int lanes;
    int rows;
    int latent;
    int features;
    int columns;
    int priorRowStride;
    int priorCategoryStride;
    float startLogWeight;
    float missingnessWeight;
    /** Scale matrix in scratch or -1, else std and its logarithm in weights; the matrix of degrees of freedom. */
    int scaleMatrix;
    int constantStd;
    int constantLogStd;
    int degreesMatrix;
    int sampledAveraging;
}
