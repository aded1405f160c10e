/**
 * What encoders of conformer layers (Gulati et al. 2020, arXiv 2005.08100) have in common: the
 * projection of the features, the layers, and the kinds of positions.
 */
@NullMarked
package org.emoglot.encoder.conformer;

import org.jspecify.annotations.NullMarked;
