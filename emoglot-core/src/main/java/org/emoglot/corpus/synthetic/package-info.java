/**
 * The embedded demonstration corpus: synthetic voices in five languages, no recording of a person.
 *
 * <p>Made by espeak-ng with a script under {@code reference/}; part of this software, under its
 * licence. It serves to show that the machinery works, not to measure anything about real speech.
 *
 * <p>Files: {@code <language>/<voice>/<emotion>_<number>.flac}, such as {@code
 * de/v1/angry_03.flac}; the root is the folder that holds the languages.
 */
@NullMarked
package org.emoglot.corpus.synthetic;

import org.jspecify.annotations.NullMarked;
