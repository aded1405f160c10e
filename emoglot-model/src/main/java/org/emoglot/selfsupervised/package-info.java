/**
 * Learning from speech without labels, by the objective of wav2vec 2.0 (Baevski, Zhou, Mohamed and
 * Auli 2020, arXiv 2006.11477): spans of frames are masked, and at each masked frame the
 * transformer is to tell the frame's own quantized features from those of other masked frames of
 * the clip.
 *
 * <p>Letters beside those of {@link org.emoglot.tensor}: M masked frames of a batch, G codebooks, V
 * entries of each, P width in which predictions and targets are compared.
 */
@NullMarked
package org.emoglot.selfsupervised;

import org.jspecify.annotations.NullMarked;
