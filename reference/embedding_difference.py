"""Says how far the embeddings of one extraction are from those of another, on the same clips.

    python reference/embedding_difference.py EXACT OTHER

Both are folders of `emoglot extract --format npy`, of utterances (embeddings.npy, a row each) or of frames (one array
a clip). Per utterance, or per clip over all of its frames, the difference is |other - exact| / |exact| in the 2-norm, and
the same in the maximum norm; printed are the mean and the largest over all of them.
"""

import argparse
from pathlib import Path

import numpy as np


def arrays(folder: Path) -> list[np.ndarray]:
    rows = folder / "embeddings.npy"
    files = sorted(folder.rglob("*.npy"))
    if not files:
        raise SystemExit(f"Expected .npy files in {folder}, found none.")
    return list(np.load(rows)) if rows.exists() else [np.load(file) for file in files]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("exact", type=Path)
    parser.add_argument("other", type=Path)
    folders = parser.parse_args()
    exact, other = ([a.astype(np.float64).ravel() for a in arrays(f)] for f in (folders.exact, folders.other))
    if [a.shape for a in exact] != [b.shape for b in other]:
        raise SystemExit(f"Expected the same clips in {folders.exact} and {folders.other}, found others.")
    for name, order in (("2-norm", 2), ("maximum norm", np.inf)):
        d = [np.linalg.norm(b - a, order) / np.linalg.norm(a, order) for a, b in zip(exact, other)]
        print(f"{name}: mean {np.mean(d):.2e}, largest {np.max(d):.2e} of {len(d)}")


if __name__ == "__main__":
    main()
