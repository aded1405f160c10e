package org.emoglot.checkpoint;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Python names that a pickle may refer to: the allow-list. None is ever called; each only says
 * which description {@link PickleMachine} makes.
 *
 * @param name module and name, joined by a dot
 * @param kind its meaning
 * @param dtype type of the elements of a storage class, null for the others
 */
record PickleGlobal(String name, Kind kind, @Nullable DType dtype) {

  enum Kind {
    /** {@code OrderedDict()}. */
    ORDERED_DICT,
    /** {@code _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks)}. */
    TENSOR,
    /** {@code _rebuild_parameter(tensor, requires_grad, hooks)}. */
    PARAMETER,
    /** The class of a storage. */
    STORAGE
  }

  private static final Map<String, PickleGlobal> ALLOWED = new HashMap<>();

  static {
    allow("collections.OrderedDict", Kind.ORDERED_DICT, null);
    allow("torch._utils._rebuild_tensor_v2", Kind.TENSOR, null);
    allow("torch._utils._rebuild_parameter", Kind.PARAMETER, null);
    allow("torch.DoubleStorage", Kind.STORAGE, DType.F64);
    allow("torch.FloatStorage", Kind.STORAGE, DType.F32);
    allow("torch.HalfStorage", Kind.STORAGE, DType.F16);
    allow("torch.BFloat16Storage", Kind.STORAGE, DType.BF16);
    allow("torch.LongStorage", Kind.STORAGE, DType.I64);
    allow("torch.IntStorage", Kind.STORAGE, DType.I32);
    allow("torch.ShortStorage", Kind.STORAGE, DType.I16);
    allow("torch.CharStorage", Kind.STORAGE, DType.I8);
    allow("torch.ByteStorage", Kind.STORAGE, DType.U8);
    allow("torch.BoolStorage", Kind.STORAGE, DType.BOOL);
    allow("torch.UntypedStorage", Kind.STORAGE, DType.U8);
    allow("torch.storage.UntypedStorage", Kind.STORAGE, DType.U8);
  }

  private static void allow(String name, Kind kind, @Nullable DType dtype) {
    ALLOWED.put(name, new PickleGlobal(name, kind, dtype));
  }

  /** The entry of the allow-list, or null. */
  static @Nullable PickleGlobal of(String module, String name) {
    return ALLOWED.get(module + "." + name);
  }
}
