"""Makes the golden cases of t-SNE's affinities, cost and gradient with scikit-learn.

Writes emoglot-core/src/test/resources/org/emoglot/representation/tsne.json, which TSneTest reads: embeddings x,
a perplexity, the joint probabilities p of the pairs (1, 0), (2, 0), (2, 1), (3, 0), ..., a layout y, and at y
the divergence and its gradient.

    python3 -m venv .venv && .venv/bin/pip install -r reference/requirements-statistics.txt
    .venv/bin/python reference/tsne_goldens.py
"""

import json
import pathlib

import numpy as np
import sklearn
from scipy.spatial.distance import squareform
from sklearn.manifold import _t_sne
from sklearn.metrics import pairwise_distances

SEED = 20260302
OUT = (
    pathlib.Path(__file__).resolve().parent.parent
    / "emoglot-core/src/test/resources/org/emoglot/representation/tsne.json"
)


def below(matrix):
    return [float(matrix[i, j]) for i in range(len(matrix)) for j in range(i)]


def cases(rng):
    for n, width, perplexity, apart in [(12, 3, 3.0, 0.0), (24, 5, 7.5, 2.0), (20, 8, 2.0, 6.0)]:
        centres = rng.normal(size=(3, width)) * apart
        x = (centres[np.arange(n) % 3] + rng.normal(size=(n, width))).round(3)
        y = rng.normal(size=(n, 2)).round(3)
        p = _t_sne._joint_probabilities(pairwise_distances(x, squared=True), perplexity, verbose=0)
        divergence, gradient = _t_sne._kl_divergence(y.ravel(), p, 1, n, 2)
        yield {
            "x": x.tolist(),
            "perplexity": perplexity,
            "p": [float(f"{v:.9g}") for v in below(squareform(p))],
            "y": y.tolist(),
            "divergence": float(divergence),
            "gradient": gradient.reshape(n, 2).round(9).tolist(),
        }


def main():
    golden = {
        "made_by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "cases": list(cases(np.random.default_rng(SEED))),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join("  " + json.dumps(case) for case in golden["cases"])
    OUT.write_text(f' {{"made_by": {json.dumps(golden["made_by"])},\n "cases": [\n{lines}\n ]}}\n'.lstrip())


if __name__ == "__main__":
    main()
