/**
 * The convolutional feature encoder of wav2vec 2.0 (Baevski et al. 2020, arXiv 2006.11477, section
 * 2), on which several families stand.
 */
@NullMarked
package org.emoglot.encoder.convolution;

import org.jspecify.annotations.NullMarked;
