package org.emoglot.loss;

/**
 * What is known of a batch of B utterances.
 *
 * @param emotions class indices
 * @param languages language indices
 * @param speakers speaker indices
 */
public record Targets(int[] emotions, int[] languages, int[] speakers) {}
