/**
 * data2vec for audio (Baevski et al. 2022, arXiv 2202.03555) in the layout of Hugging Face
 * checkpoints: wav2vec 2.0 with a layer norm behind every convolution and, for positions, several
 * convolutions one above the other.
 */
@NullMarked
package org.emoglot.encoder.data2vec;

import org.jspecify.annotations.NullMarked;
