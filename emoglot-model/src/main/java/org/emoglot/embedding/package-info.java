/** Embeddings of speech: the hidden states of an encoder, by frame or by utterance. */
@NullMarked
package org.emoglot.embedding;

import org.jspecify.annotations.NullMarked;
