/**
 * wav2vec 2.0 with conformer layers, as fairseq S2T (Wang et al. 2020, arXiv 2010.05171) trained it
 * and transformers store it ({@code Wav2Vec2ConformerModel}): with relative or with rotary
 * positions.
 */
@NullMarked
package org.emoglot.encoder.wav2vec2conformer;

import org.jspecify.annotations.NullMarked;
