package org.emoglot.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * What a term sees of a batch of B utterances.
 *
 * @param embeddings h, shape (B, D)
 * @param logits of the emotions, shape (B, K)
 * @param targets what is known of each utterance
 * @param progress finished share of training, in [0, 1]
 */
public record BatchView(Tensor embeddings, Tensor logits, Targets targets, double progress) {}
