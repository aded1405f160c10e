"""Rounds the weights of members of a committee to float16, in place, and writes their new SHA-256 into its card and provenance.

    python reference/half_weights.py models/emoglot-mini 6 7

Emoglot reads float16 and computes in float32. Needs numpy and safetensors (requirements-mini.txt).
"""

import argparse
import hashlib
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.numpy import load_file, save_file


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("committee", type=Path)
    parser.add_argument("members", nargs="+")
    options = parser.parse_args()
    for member in options.members:
        file = options.committee / "members" / member / "model.safetensors"
        before = sha256(file)
        with safe_open(file, "np") as weights:
            metadata = weights.metadata()
        half = {name: values.astype(np.float16) for name, values in load_file(file).items()}
        temporary = file.with_suffix(".tmp")
        save_file(half, temporary, metadata=metadata)
        temporary.chmod(0o644)
        temporary.replace(file)
        for text in (options.committee / "README.md", options.committee / "provenance.json"):
            text.write_text(text.read_text().replace(before, sha256(file)))


if __name__ == "__main__":
    main()
