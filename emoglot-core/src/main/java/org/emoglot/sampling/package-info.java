/**
 * Which utterances form the batch of a step: pure functions of utterances, seed and step, so that a
 * resumed run draws what the uninterrupted one would have drawn. Reads no file.
 */
@NullMarked
package org.emoglot.sampling;

import org.jspecify.annotations.NullMarked;
