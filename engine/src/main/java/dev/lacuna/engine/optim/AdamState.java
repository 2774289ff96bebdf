package dev.lacuna.engine.optim;

import java.util.Map;

/**
 * What an {@link Adam} remembers between steps: enough, with the parameters, to go on bit for bit.
 *
 * @param step how many steps were made
 * @param firstMoments the running mean of the gradient, for each parameter by name
 * @param secondMoments the running mean of its square
 */
public record AdamState(long step, Map<String, float[]> firstMoments, Map<String, float[]> secondMoments) {}
