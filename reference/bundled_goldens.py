"""Writes what models/emoglot-mini answers to synthetic clips, by mini_forward.py: NumPy alone, in float64.

    python reference/bundled_goldens.py             # after the bundled model has changed
    python reference/bundled_goldens.py --check     # compute them again and compare

emoglot-app/src/test/resources/golden/bundled.safetensors holds, i = 0, 1,
    clip{i}    (N,) float32: the longer clip of mini_goldens.py, and twice of it with a pause of two seconds
    logits{i}  (4,) float64
"""

import argparse
import sys
from pathlib import Path

import numpy as np
from mini_forward import RATE, open_model, read_weights
from mini_goldens import longer_clip
from safetensors.numpy import save_file

HOME = Path(__file__).resolve().parents[1]
GOLDEN = HOME / "emoglot-app/src/test/resources/golden/bundled.safetensors"
TOLERANCE = 1e-9


def main() -> int:
    parser = argparse.ArgumentParser(description="Writes the answers of the bundled model by NumPy.")
    parser.add_argument("--check", action="store_true", help="compare with the committed file, write nothing")
    check = parser.parse_args().check
    model = open_model(HOME / "models/emoglot-mini")
    clip = longer_clip()
    made = {}
    for i, samples in enumerate((clip, np.concatenate([0.05 * clip, np.zeros(2 * RATE, np.float32), 0.05 * clip]))):
        made |= {f"clip{i}": samples.astype(np.float32), f"logits{i}": model.logits(samples.astype(np.float64))}
        print(f"clip {i}: {np.round(made[f'logits{i}'], 5)}")
    if not check:
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        save_file(made, GOLDEN, metadata={"made_by": f"reference/bundled_goldens.py; numpy {np.__version__}"})
        return 0
    committed = read_weights(GOLDEN)
    worst = max(float(np.abs(committed[name] - made[name]).max()) for name in made)
    print(f"greatest difference {worst:.2g}")
    return 0 if worst <= TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
