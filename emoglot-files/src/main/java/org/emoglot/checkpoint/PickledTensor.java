package org.emoglot.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.emoglot.checkpoint.Safetensors.Entry;

/**
 * A view of a storage: element (i, j, ...) is the storage's element {@code offset + i strides[0] +
 * j strides[1] + ...}. The view lies within the storage.
 *
 * @param storage what it is a view of
 * @param entry type and shape
 * @param offset the storage's element at which the first one lies
 * @param strides elements from one index to the next on every axis, none negative
 */
record PickledTensor(PickledStorage storage, Entry entry, long offset, List<Long> strides) {

  /** The most axes of a tensor, as in PyTorch's iterators. */
  static final int MAX_AXES = 64;

  /**
   * Checks the view.
   *
   * @throws IllegalArgumentException with what is wrong, if it does not lie within the storage
   */
  PickledTensor {
    strides = List.copyOf(strides);
    if (strides.size() != entry.shape().size()) {
      throw new IllegalArgumentException(
          "%d strides for the shape %s".formatted(strides.size(), entry.shape()));
    }
    if (offset < 0 || strides.stream().anyMatch(stride -> stride < 0)) {
      throw new IllegalArgumentException(
          "the offset %d and the strides %s, one of them negative".formatted(offset, strides));
    }
    try {
      long end = Math.addExact(offset, span(entry, strides));
      if (end > storage.elements()) {
        throw new IllegalArgumentException(
            "a view up to element %d of the %d elements of its storage"
                .formatted(end, storage.elements()));
      }
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("a view of more than 2^63 elements", e);
    }
  }

  /** Elements of the storage from the first to after the last of the view. */
  long span() {
    return span(entry, strides);
  }

  private static long span(Entry entry, List<Long> strides) {
    if (entry.elements() == 0) {
      return 0;
    }
    long last = 0;
    for (int axis = 0; axis < strides.size(); axis++) {
      last =
          Math.addExact(last, Math.multiplyExact(entry.shape().get(axis) - 1, strides.get(axis)));
    }
    return Math.addExact(last, 1);
  }

  /** Whether the elements are contiguous in the storage, row-major. */
  boolean isContiguous() {
    long expected = 1;
    for (int axis = strides.size() - 1; axis >= 0; axis--) {
      long length = entry.shape().get(axis);
      if (length != 1 && strides.get(axis) != expected) {
        return entry.elements() == 0;
      }
      expected *= length;
    }
    return true;
  }

  /**
   * Copies the elements, row-major and little-endian.
   *
   * @param view {@link #span} elements of the storage, from {@link #offset}
   * @param order that of the bytes of the storage's elements
   */
  ByteBuffer gather(ByteBuffer view, ByteOrder order) {
    int width = entry.dtype().bytes();
    int elements = Math.toIntExact(entry.elements());
    ByteBuffer out = ByteBuffer.allocate(elements * width);
    int axes = strides.size();
    long[] steps = strides.stream().mapToLong(Long::longValue).toArray();
    long[] lengths = entry.shape().stream().mapToLong(Long::longValue).toArray();
    long[] index = new long[axes];
    long at = 0;
    for (int i = 0; i < elements; i++) {
      int from = (int) at * width;
      for (int b = 0; b < width; b++) {
        out.put(view.get(from + (order == ByteOrder.LITTLE_ENDIAN ? b : width - 1 - b)));
      }
      for (int axis = axes - 1; axis >= 0; axis--) {
        at += steps[axis];
        if (++index[axis] < lengths[axis]) {
          break;
        }
        at -= index[axis] * steps[axis];
        index[axis] = 0;
      }
    }
    return out.flip();
  }
}
