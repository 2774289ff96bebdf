/** Tables as matrices of features and back; the fitted encoding is part of a model file. Knows tables, no model. */
package dev.lacuna.engine.encode;
