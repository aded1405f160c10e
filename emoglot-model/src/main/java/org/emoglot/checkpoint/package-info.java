/**
 * Weights on disk, in the safetensors format, as plain Java arrays and buffers.
 *
 * <p>A file is eight bytes with the little-endian length of a header, the header (a JSON object:
 * name to dtype, shape and data offsets), then the tensors' elements one after the other, little
 * endian, row-major. See <a
 * href="https://github.com/huggingface/safetensors#format">github.com/huggingface/safetensors</a>.
 */
@NullMarked
package org.emoglot.checkpoint;

import org.jspecify.annotations.NullMarked;
