package org.emoglot.train;

/**
 * What a step saw.
 *
 * @param step number, counted from 0
 * @param loss the objective
 * @param crossEntropy L_CE
 * @param contrastive L_SupCLR, NaN where the system has none
 * @param speaker L_SpkAdv, NaN where the system has none
 * @param gradientNorm before clipping
 * @param learningRate of this step
 */
public record StepReport(
    long step,
    double loss,
    double crossEntropy,
    double contrastive,
    double speaker,
    double gradientNorm,
    double learningRate) {}
