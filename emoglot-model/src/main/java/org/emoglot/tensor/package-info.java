/** The thin layer over the tensor engine. */
@NullMarked
package org.emoglot.tensor;

import org.jspecify.annotations.NullMarked;
