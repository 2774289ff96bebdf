/** The work of {@code bench/peers/torch_peer.py} done by Lacuna, for timing side by side. */
package dev.lacuna.bench.peer;
