/**
 * Learning from speech without labels, with the objective of wav2vec 2.0 (Baevski, Zhou, Mohamed
 * and Auli 2020, arXiv 2006.11477): spans of frames are masked, and at each masked frame the
 * transformer learns to distinguish its own quantized features from those of other masked frames of
 * the clip.
 *
 * <p>Letters beside those of {@link org.emoglot.tensor}: M masked frames of a batch, G codebooks, V
 * entries of each, P width of predictions and targets.
 */
@NullMarked
package org.emoglot.selfsupervised;

import org.jspecify.annotations.NullMarked;
