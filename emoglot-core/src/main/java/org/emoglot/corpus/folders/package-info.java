/**
 * Any data with a folder for each label: {@code angry/anna/01.wav} or {@code angry/01.wav}, perhaps
 * below folders train, dev and test.
 */
@NullMarked
package org.emoglot.corpus.folders;

import org.jspecify.annotations.NullMarked;
