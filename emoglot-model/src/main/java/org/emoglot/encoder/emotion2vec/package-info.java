/**
 * emotion2vec (Ma et al. 2023, arXiv 2312.15185): data2vec 2.0 (Baevski et al. 2022, arXiv
 * 2212.07525) trained for emotion, in the layout of the published folders, {@code config.yaml} and
 * a file of {@code torch.save}; the published model code is FunASR's.
 */
@NullMarked
package org.emoglot.encoder.emotion2vec;

import org.jspecify.annotations.NullMarked;
