/**
 * The context network of wav2vec 2.0 (Baevski et al. 2020, arXiv 2006.11477, section 2), which our
 * own log-mel encoder has as well: projection of the features, relative positions by a convolution,
 * transformer layers.
 */
@NullMarked
package org.emoglot.encoder.context;

import org.jspecify.annotations.NullMarked;
