/** Optimisers: how gradients change parameters. */
package dev.lacuna.engine.optim;
