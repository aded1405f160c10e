package org.emoglot.selfsupervised;

/**
 * What decides how an encoder learns from speech without labels.
 *
 * @param masking what is masked
 * @param contrastive the objective
 * @param gumbel the quantizer's temperature
 * @param training budget and rates
 */
public record SelfSupervision(
    MaskingConfig masking,
    ContrastiveConfig contrastive,
    GumbelConfig gumbel,
    PretrainingConfig training) {}
