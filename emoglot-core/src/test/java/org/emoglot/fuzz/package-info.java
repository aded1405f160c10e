/** Seeded damage to what parsers read. */
@NullMarked
package org.emoglot.fuzz;

import org.jspecify.annotations.NullMarked;
