/**
 * From a corpus to its manifest: which clips are kept, how they are divided, and a report of both.
 */
@NullMarked
package org.emoglot.preparation;

import org.jspecify.annotations.NullMarked;
