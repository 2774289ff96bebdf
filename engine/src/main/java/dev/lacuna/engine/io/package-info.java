/** Files written whole or not at all, and the model file: named sections, lengths and a SHA-256. Knows no model. */
package dev.lacuna.engine.io;
