/** Training: the loop over mini-batches, its thread team, progress and checkpoints. Knows no model. */
package dev.lacuna.engine.train;
