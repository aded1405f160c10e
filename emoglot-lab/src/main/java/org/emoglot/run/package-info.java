/** The folder of a run: one process at a time, its checkpoint, and its results. */
@NullMarked
package org.emoglot.run;

import org.jspecify.annotations.NullMarked;
