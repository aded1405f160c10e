/**
 * Encoder and emotion head as one network, several of them as a committee, their folders, and the
 * {@link org.emoglot.classifier.Scorer} that the tensor engine makes of them.
 */
@NullMarked
package org.emoglot.network;

import org.jspecify.annotations.NullMarked;
