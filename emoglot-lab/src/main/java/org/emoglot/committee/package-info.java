/** Joins trained models into a committee, and fits how far to trust its answers. */
@NullMarked
package org.emoglot.committee;

import org.jspecify.annotations.NullMarked;
