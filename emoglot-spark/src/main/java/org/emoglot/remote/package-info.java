/** Audio that lies on no disk of this machine, as paths that every decoder reads. */
@NullMarked
package org.emoglot.remote;

import org.jspecify.annotations.NullMarked;
