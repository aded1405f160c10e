/**
 * What acoustics says of a clip, without anything learned: log-mel energies, pitch, voicing and
 * loudness of each frame of 10 ms, and statistics of them over an utterance ({@link
 * org.emoglot.acoustic.UtteranceStatistics}).
 */
@NullMarked
package org.emoglot.acoustic;

import org.jspecify.annotations.NullMarked;
