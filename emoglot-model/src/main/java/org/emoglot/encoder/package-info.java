/** Turns speech into frames for a classifier. */
@NullMarked
package org.emoglot.encoder;

import org.jspecify.annotations.NullMarked;
