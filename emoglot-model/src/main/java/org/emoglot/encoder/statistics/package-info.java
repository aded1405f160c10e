/**
 * Utterance statistics as an encoder: one frame of a clip, standardised by the training clips, and
 * a projection of it. There is no time, so there are no positions and no layers.
 */
@NullMarked
package org.emoglot.encoder.statistics;

import org.jspecify.annotations.NullMarked;
