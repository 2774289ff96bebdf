/**
 * Layers: what turns a variable into a variable with named parameters, and how those start.
 *
 * <p>A layer {@code name} owns {@code name.weight} [inputs x outputs] and {@code name.bias} [1 x outputs]; y = x W + b with
 * rows as observations. Initial values depend on the seed and the parameter's name alone, so adding a layer changes no other.
 */
package dev.lacuna.engine.nn;
