"""The exported form of the bundled model in Python's ONNX Runtime, for reference/engine_bench.py.

FOLDER holds model.onnx. Each thread has a clip of its own: a session computes a clip in one thread, as Emoglot's does.
"""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime


class Peer:
    def __init__(self, folder: Path, threads: int):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.pool = ThreadPoolExecutor(threads)

    def answer(self, clip):
        return self.session.run(["probabilities"], {"samples": clip[None]})[0][0]

    def embed(self, clips):
        """The probabilities of each clip."""
        return np.stack(list(self.pool.map(self.answer, clips)))
