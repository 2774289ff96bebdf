/**
 * Reverse-mode differentiation over EJML's float matrices, from scratch.
 *
 * <h2>A short tour</h2>
 *
 * <p><b>The question.</b> A model is a function from parameters to one number, the loss. Training wants the derivative of that
 * number with respect to each of many thousand parameters. Written out by hand this is an error waiting to happen; by
 * differences it costs one evaluation for each parameter. Reverse mode gives all of them for the price of about two more
 * evaluations.
 *
 * <p><b>The idea.</b> Cut the function into steps that are easy to differentiate: a product, an exponential, a sum. Run the
 * steps in order and keep every intermediate value. Then walk back: the loss changes by 1 for each unit of itself; and if it
 * changes by g for each unit of a step's output, it changes by g times the step's own derivative for each unit of an input. An
 * intermediate that feeds several steps collects the sum of what they say. When the walk arrives at the parameters, their
 * gradients are there.
 *
 * <p><b>The four classes.</b> A {@link dev.lacuna.autodiff.Parameter} is a named matrix that training changes. A
 * {@link dev.lacuna.autodiff.Var} is a matrix at one place of the computation: a value and, where it matters, a gradient. An
 * {@link dev.lacuna.autodiff.Operation} is one step: {@code forward} computes its output, {@code backward} passes the gradient
 * on, both in one file, one file for each operation. A {@link dev.lacuna.autodiff.Tape} is the list of steps. Fitting a line is
 *
 * <pre>{@code
 * Parameters parameters = new Parameters();
 * Parameter slope = parameters.add("slope", 1, 1);
 * Parameter offset = parameters.add("offset", 1, 1);
 *
 * Tape tape = Tape.of(Kernels.get());
 * Var x = tape.input(100, 1);
 * Var y = tape.input(100, 1);
 * Var line = Add.of(Multiply.of(x, tape.parameter(slope)), tape.parameter(offset));
 * Var loss = Mean.of(Square.of(Subtract.of(line, y)));
 *
 * // then, as often as wanted: write numbers into x.value() and y.value(), and
 * tape.forward();
 * tape.backward(loss);
 * // tape.gradient(slope) and tape.gradient(offset) say which way is down
 * }</pre>
 *
 * <p><b>Recorded once.</b> Each factory call above appends a step with all the memory it will ever need. A training loop
 * changes the numbers in the inputs and replays the same list; nothing is allocated, nothing is built again. So the list has no
 * branches: what varies from batch to batch (which cells are observed, the noise of a draw) is an input, a matrix of numbers.
 *
 * <p><b>No zeros.</b> The usual walk back first fills every gradient with zeros and then adds. Here the walk is planned once:
 * the first step to touch a gradient overwrites it, later ones add. Steps that the loss does not depend on, and gradients that
 * no parameter needs, such as that of the data, are left out.
 *
 * <p><b>Shapes.</b> Rows are observations or draws, columns are features. K draws for each of B rows are one matrix of K*B
 * rows, draw k of row b in row k*B + b. An operand with fewer rows repeats, so data [B x D] meets draws [K*B x D], and a vector
 * [1 x D] meets both; an operand of one column repeats over the columns. Its gradient is the sum over the repeats, rows
 * ascending.
 *
 * <p><b>Numbers.</b> Matrices are float32. Losses ({@link dev.lacuna.autodiff.ImportanceWeightedLoss},
 * {@link dev.lacuna.autodiff.ElboLoss}) add their terms up in double and keep log-weights and log-sum-exp there; only a long
 * row of one term is summed in float first, in fixed lanes. Log-densities are therefore element-wise, and the sum over columns
 * is left to the loss. All sums have one fixed order and all functions
 * come from {@link dev.lacuna.kernels.Kernels}: the same inputs give the same bits, on every provider and JDK.
 *
 * <p><b>Threads.</b> A tape belongs to one thread. Two threads use two tapes on the same parameters, each with a part of the
 * batch; the losses take the rows of the whole batch as a divisor, so losses and gradients of the parts add up.
 *
 * <p><b>Trust.</b> Every operation stands in one table of tests with a twin in double, whose numerical derivative its gradient
 * must match to 5e-6 of the largest element; the tests fail when an operation is missing from the table.
 *
 * <p>What must not live here: layers, optimisers, anything that knows a model. An operation that only one model needs may live
 * with that model: {@link dev.lacuna.autodiff.Operation} is open.
 */
package dev.lacuna.autodiff;
