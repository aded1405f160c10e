/**
 * Changes of a waveform as rooms, microphones and telephones make them: pure functions, the random
 * ones of a seed.
 */
@NullMarked
package org.emoglot.augment;

import org.jspecify.annotations.NullMarked;
