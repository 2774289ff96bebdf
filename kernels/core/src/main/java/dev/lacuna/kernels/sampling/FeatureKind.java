package dev.lacuna.kernels.sampling;

/** The likelihood of one feature given the outputs of the data heads. */
public enum FeatureKind {
    /** A normal density with the mean head's output as mean and the scale as standard deviation. */
    GAUSSIAN,
    /** A 0/1 value; the mean head's output is the logit of 1. */
    BERNOULLI,
    /** One level of a categorical column; the features of a column are one group, and the outputs are softmax logits. */
    CATEGORICAL,
    /** Student's t around the mean head's output, with the scale and 3 + softplus(third head's output) degrees of freedom. */
    STUDENT_T;

    /** Whether a missing value of this kind has a scale and enters the missingness model as a sample. */
    public boolean continuous() {
        return this == GAUSSIAN || this == STUDENT_T;
    }
}
