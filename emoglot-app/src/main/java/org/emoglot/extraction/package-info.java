/**
 * From audio files to files of embeddings: which clips, in which parts, and the formats.
 *
 * <p>Clips are processed in parts, in the given order. Only the clips decide where a part ends and
 * what is computed together: a killed run resumes after its last finished part and ends with the
 * bytes of an uninterrupted one.
 */
@NullMarked
package org.emoglot.extraction;

import org.jspecify.annotations.NullMarked;
