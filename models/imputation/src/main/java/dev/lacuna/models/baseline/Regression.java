package dev.lacuna.models.baseline;

/** What predicts one column from the others. */
sealed interface Regression permits Regression.OfNumber, Regression.OfClass {

    record OfNumber(BayesianRidge ridge) implements Regression {}

    record OfClass(SoftmaxRidge softmax) implements Regression {}

    static Regression read(NumberReader in, Features.Block block, int predictors) {
        return block.isNumber()
                ? new OfNumber(BayesianRidge.read(in, predictors))
                : new OfClass(SoftmaxRidge.read(in, predictors, block.levels()));
    }

    default void write(NumberWriter out) {
        if (this instanceof OfNumber number) number.ridge().write(out);
        if (this instanceof OfClass classes) classes.softmax().write(out);
    }
}
