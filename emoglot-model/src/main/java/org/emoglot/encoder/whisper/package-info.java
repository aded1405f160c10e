/**
 * The encoder of Whisper (Radford et al. 2022, arXiv 2212.04356; <a
 * href="https://github.com/openai/whisper">github.com/openai/whisper</a>): log-mel energies, two
 * convolutions, sinusoidal positions, a pre-norm transformer; tiny to large-v3 and turbo, those for
 * English alone, and Distil-Whisper, whose encoders are Whisper's. The decoder is not read.
 *
 * <p>Whisper was trained on windows of 30 s, most of them speech. {@link
 * org.emoglot.encoder.Hearing} says whether a shorter clip is padded to one with silence.
 */
@NullMarked
package org.emoglot.encoder.whisper;

import org.jspecify.annotations.NullMarked;
