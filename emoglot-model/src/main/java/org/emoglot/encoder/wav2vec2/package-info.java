/**
 * wav2vec 2.0 (Baevski et al., NeurIPS 2020, arXiv 2006.11477) in the layouts of Hugging Face
 * checkpoints: base (group norm in the first convolution, post-norm transformer) and large (layer
 * norm in every convolution, pre-norm transformer) and what lies between; and its relatives HuBERT,
 * WavLM, UniSpeech and UniSpeech-SAT ({@link org.emoglot.encoder.wav2vec2.Variant}).
 */
@NullMarked
package org.emoglot.encoder.wav2vec2;

import org.jspecify.annotations.NullMarked;
