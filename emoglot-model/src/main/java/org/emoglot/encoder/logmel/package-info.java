/**
 * Our own transformer over log-mel frames, as w2v-BERT 2.0 has them, in place of convolutions of
 * samples; the built-in encoder {@code mini} is one.
 */
@NullMarked
package org.emoglot.encoder.logmel;

import org.jspecify.annotations.NullMarked;
