/** From an audio file to a mono waveform: decoding, down-mix, resampling. */
@NullMarked
package org.emoglot.audio;

import org.jspecify.annotations.NullMarked;
