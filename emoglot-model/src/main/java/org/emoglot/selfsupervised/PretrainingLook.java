package org.emoglot.selfsupervised;

import org.emoglot.loop.Look;

/**
 * A look at the held-out clips, with the same masks and negatives each time.
 *
 * @param step steps done before it
 * @param contrastive L_m, mean over their masked frames
 * @param accuracy share of masked frames whose own target is the nearest, in [0, 1]
 * @param perplexity effective number of codebook entries in use over all of them, in [G, GV]
 * @param trainingLoss mean objective of the steps since the last look; NaN before the first step
 */
public record PretrainingLook(
    long step, double contrastive, double accuracy, double perplexity, double trainingLoss)
    implements Look {}
