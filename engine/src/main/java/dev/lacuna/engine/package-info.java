/** What every model shares: data in and out, encodings, layers, training, model files. Knows no model. */
package dev.lacuna.engine;
