/** Joins trained models to a committee, and finds out how far its answers are to be trusted. */
@NullMarked
package org.emoglot.committee;

import org.jspecify.annotations.NullMarked;
