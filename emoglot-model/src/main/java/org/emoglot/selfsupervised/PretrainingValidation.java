package org.emoglot.selfsupervised;

import org.emoglot.loop.ValidationResult;

/**
 * The result of a validation of a pretraining, with the same masks and negatives each time.
 *
 * @param step steps done before it
 * @param contrastive L_m, mean over their masked frames
 * @param accuracy share of masked frames with their own target nearest, in [0, 1]
 * @param perplexity effective number of codebook entries in use over all of them, in [G, GV]
 * @param trainingLoss mean objective of the steps since the last validation; NaN before the first
 *     step
 */
public record PretrainingValidation(
    long step, double contrastive, double accuracy, double perplexity, double trainingLoss)
    implements ValidationResult {}
