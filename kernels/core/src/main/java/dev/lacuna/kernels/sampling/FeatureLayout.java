package dev.lacuna.kernels.sampling;

import java.util.stream.IntStream;

/** Which features make a column, and which of them share a softmax. */
final class FeatureLayout {
    final int features;
    final int columns;
    /** First feature of each column; the entry after the last is the number of features. */
    final int[] columnStart;
    /** First feature of each categorical column, and the feature after its last. */
    final int[] groupStart;
    final int[] groupEnd;
    /** The binary features, and the real ones. */
    final int[] binary;
    final int[] real;
    final boolean[] studentT;
    final boolean anyBinary;
    final boolean anyStudentT;

    FeatureLayout(FrozenNetwork network) {
        features = network.features();
        columns = network.columns();
        columnStart = new int[columns + 1];
        columnStart[columns] = features;
        for (int e = features - 1; e >= 0; e--) {
            columnStart[network.column(e)] = e;
        }
        binary = IntStream.range(0, features).filter(e -> network.kind(e) == FeatureKind.BERNOULLI).toArray();
        real = IntStream.range(0, features).filter(e -> network.kind(e).continuous()).toArray();
        anyBinary = binary.length > 0;
        studentT = new boolean[features];
        for (int e : real) {
            studentT[e] = network.kind(e) == FeatureKind.STUDENT_T;
        }
        anyStudentT = IntStream.of(real).anyMatch(e -> studentT[e]);
        int[] categorical = IntStream.range(0, columns)
                .filter(d -> network.kind(columnStart[d]) == FeatureKind.CATEGORICAL).toArray();
        groupStart = IntStream.of(categorical).map(d -> columnStart[d]).toArray();
        groupEnd = IntStream.of(categorical).map(d -> columnStart[d + 1]).toArray();
    }

    boolean anyDiscrete() {
        return anyBinary || groupStart.length > 0;
    }
}
