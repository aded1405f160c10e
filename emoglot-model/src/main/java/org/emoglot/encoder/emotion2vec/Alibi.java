package org.emoglot.encoder.emotion2vec;

/**
 * The learned scales of ALiBi.
 *
 * @param perHead whether each head has its own
 * @param perLayer whether each layer has its own
 */
public record Alibi(boolean perHead, boolean perLayer) {}
