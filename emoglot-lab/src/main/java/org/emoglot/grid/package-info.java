/** Many runs as one: every setting, system and seed of a protocol, and the table they make. */
@NullMarked
package org.emoglot.grid;

import org.jspecify.annotations.NullMarked;
