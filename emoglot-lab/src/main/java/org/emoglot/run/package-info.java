/** The folder of a run: one process at a time, what it leaves on the way, and what is done. */
@NullMarked
package org.emoglot.run;

import org.jspecify.annotations.NullMarked;
