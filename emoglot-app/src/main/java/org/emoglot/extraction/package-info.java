/**
 * From audio files to files of embeddings: which clips, in which parts, and the formats.
 *
 * <p>Clips are worked on in parts, in the order of the question. Where a part ends follows from the
 * clips alone, and so does what is computed together: a run that was killed goes on behind its last
 * finished part and ends with the bytes of one that was not.
 */
@NullMarked
package org.emoglot.extraction;

import org.jspecify.annotations.NullMarked;
