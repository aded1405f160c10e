/**
 * wav2vec 2.0 (Baevski et al., NeurIPS 2020, arXiv 2006.11477) in the layouts of Hugging Face
 * checkpoints: base (group norm in the first convolution, post-norm transformer) and large (layer
 * norm in every convolution, pre-norm transformer) and what lies between; its relatives HuBERT and
 * WavLM ({@link org.emoglot.wav2vec2.Family}); and the same transformer over a log-mel feature
 * encoder in place of the convolutions, as w2v-BERT 2.0 has it.
 *
 * <p>Padding never changes a result: a clip gives the same frames alone and in any batch.
 */
@NullMarked
package org.emoglot.wav2vec2;

import org.jspecify.annotations.NullMarked;
