/** Scores of imputations against hidden truth. */
package dev.lacuna.engine.evaluate;
