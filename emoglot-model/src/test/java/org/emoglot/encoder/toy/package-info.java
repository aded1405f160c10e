/**
 * An encoder of a family that nobody else has, which stands where Whisper will: features of twice
 * as many frames as the hidden states, sinusoidal positions, no bias of the keys, names of its own.
 * It is here to show that a family is its package and a line in the registry.
 */
@NullMarked
package org.emoglot.encoder.toy;

import org.jspecify.annotations.NullMarked;
