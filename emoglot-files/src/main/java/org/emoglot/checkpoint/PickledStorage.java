package org.emoglot.checkpoint;

/**
 * A block of elements that tensors are views of.
 *
 * @param key its name in the file
 * @param dtype type of its elements
 * @param elements how many, as the pickle says
 */
record PickledStorage(String key, DType dtype, long elements) {}
