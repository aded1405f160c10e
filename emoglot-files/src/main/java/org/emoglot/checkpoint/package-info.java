/**
 * Weights on disk, as plain Java arrays and buffers: {@link org.emoglot.checkpoint.Weights}.
 *
 * <p>A safetensors file is eight bytes with the little-endian length of a header, the header (a
 * JSON object: name to dtype, shape and data offsets), then the tensors' elements one after the
 * other, little endian, row-major. See <a
 * href="https://github.com/huggingface/safetensors#format">github.com/huggingface/safetensors</a>.
 * It is what this project writes.
 *
 * <p>A PyTorch file ({@code pytorch_model.bin}) is a Python pickle, which is a program, and the
 * storages that it refers to. It is read by an interpreter that knows state dicts and nothing else.
 */
@NullMarked
package org.emoglot.checkpoint;

import org.jspecify.annotations.NullMarked;
