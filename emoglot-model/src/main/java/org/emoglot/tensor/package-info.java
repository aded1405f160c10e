/**
 * The thin layer over the tensor engine (PyTorch through JavaCPP): lifetimes, the operations that
 * the encoder needs with readable signatures, and named parameters.
 *
 * <p>Shapes are written with the same letters everywhere: B batch, N samples, T frames, C channels,
 * D width, H heads, K classes.
 */
@NullMarked
package org.emoglot.tensor;

import org.jspecify.annotations.NullMarked;
