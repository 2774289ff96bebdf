/**
 * Ways to hide values on purpose, so that imputations can be compared with the truth. One seed gives the same cells everywhere:
 * each draw is keyed by seed, column name and row. The two published protocols keep their own recipes.
 */
package dev.lacuna.engine.mechanism;
