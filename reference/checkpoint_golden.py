"""Makes emoglot-files/src/test/resources/checkpoint/reference.safetensors, which SafetensorsGoldenTest reads:
one tensor of every type that Emoglot reads, written by the reference implementation.

Run with safetensors 0.8.0 and numpy 2.4.6:  python checkpoint_golden.py OUT
"""

import sys

import numpy as np
import safetensors

# Zeros, smallest and largest subnormal, smallest normal, one, the next above one, largest, infinities, NaN.
F16 = [0x0000, 0x8000, 0x0001, 0x83FF, 0x0400, 0x3C00, 0x3C01, 0xFBFF, 0x7C00, 0xFC00, 0x7E00]
BF16 = [0x0000, 0x8000, 0x0001, 0x807F, 0x0080, 0x3F80, 0x3F81, 0xFF7F, 0x7F80, 0xFF80, 0x7FC0]


def tensor(dtype, array):
    alive.append(array)
    return safetensors.TensorSpec(
        dtype=dtype, shape=array.shape, data_ptr=array.ctypes.data, data_len=array.nbytes
    )


alive = []  # a TensorSpec holds an address, not the array
tensors = {
    "bool": tensor("bool", np.array([True, False, True])),
    "u8": tensor("uint8", np.array([0, 255], np.uint8)),
    "i8": tensor("int8", np.array([-128, 127], np.int8)),
    "i16": tensor("int16", np.array([-32768, 32767], np.int16)),
    "f16": tensor("float16", np.array(F16, np.uint16)),
    "bf16": tensor("bfloat16", np.array(BF16, np.uint16)),
    "i32": tensor("int32", np.array([-(2**31), 2**31 - 1], np.int32)),
    "f32": tensor("float32", np.array([[0.1, -2.5, 3e38], [1e-45, np.inf, -0.0]], np.float32)),
    "f64": tensor("float64", np.array([0.1, 1e300], np.float64)),
    "i64": tensor("int64", np.array([[-(2**63)], [2**63 - 1]], np.int64)),
    "scalar": tensor("float32", np.array(42.0, np.float32)),
    "empty": tensor("float32", np.zeros((3, 0, 2), np.float32)),
    'Größe "ψ"\n': tensor("float32", np.array([1.0], np.float32)),
}
with open(sys.argv[1], "wb") as out:
    out.write(safetensors.serialize(tensors, {"format": "np"}))
