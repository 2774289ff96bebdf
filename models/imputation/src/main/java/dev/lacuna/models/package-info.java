/**
 * The public face of the models: {@link dev.lacuna.models.Models} names them, an {@link dev.lacuna.models.Imputer} learns from a
 * table, an {@link dev.lacuna.models.ImputationModel} completes tables. The families live in the packages below and meet here
 * only.
 */
package dev.lacuna.models;
