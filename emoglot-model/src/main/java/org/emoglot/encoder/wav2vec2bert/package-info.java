/**
 * w2v-BERT 2.0 (Seamless Communication 2023, arXiv 2312.05187, section 3.2.1): conformer layers
 * with causal convolutions over log-mel frames, as transformers store it ({@code
 * Wav2Vec2BertModel}).
 */
@NullMarked
package org.emoglot.encoder.wav2vec2bert;

import org.jspecify.annotations.NullMarked;
