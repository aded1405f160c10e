"""Makes the golden cases of multinomial logistic regression, with scikit-learn's LogisticRegression by Newton's method in float64.

    python reference/softmax_goldens.py            # write the golden file
    python reference/softmax_goldens.py --check    # make it again and compare with the committed one

The minimum of mean weighted cross-entropy + l2 / 2 |W|^2 with a free bias. scikit-learn minimises C times the sum of weighted
cross-entropies + 1 / 2 |W|^2, so with weights that sum to 1 it is C = 1 / l2. The loss is computed from its weights.

softmax.json, beside the test in emoglot-core: {"cases": [...]}, each with name, l2, x (N rows of D multiples of 1/64, exact in
float32), y (N integers), v (N weights of sum 1), weights (K rows of D), biases (K), loss.
"""

import sys
from pathlib import Path

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

from golden_cases import compare_or_write

OUTPUT = Path(__file__).resolve().parents[1] / "emoglot-core/src/test/resources/org/emoglot/representation/softmax.json"


def made_case(name, l2, size, width, classes, seed, scale=1.0, spread=1.0, skewed=False):
    rng = np.random.default_rng(seed)
    y = np.arange(size) % classes
    centres = spread * rng.standard_normal((classes, width))
    x = np.round(64 * scale * (centres[y] + rng.standard_normal((size, width)))) / 64
    v = rng.dirichlet(np.full(size, 0.5)) if skewed else np.full(size, 1 / size)
    model = LogisticRegression(C=1 / l2, solver="newton-cholesky", tol=1e-13, max_iter=1000).fit(x, y, sample_weight=v)
    weights = model.coef_ - model.coef_.mean(0)
    biases = model.intercept_ - model.intercept_.mean()
    logits = x @ weights.T + biases
    log_norm = np.log(np.exp(logits - logits.max(1, keepdims=True)).sum(1)) + logits.max(1)
    loss = float((v * (log_norm - logits[np.arange(size), y])).sum() + l2 / 2 * (weights**2).sum())
    print(f"{name}: N {size}, D {width}, K {classes}, loss {loss:.9g}, |W| {np.linalg.norm(weights):.3g}")
    return {
        "name": name,
        "l2": l2,
        "x": x.tolist(),
        "y": y.tolist(),
        "v": v.tolist(),
        "weights": weights.tolist(),
        "biases": biases.tolist(),
        "loss": loss,
    }


def main() -> int:
    cases = [
        made_case("four classes", 1.0, 40, 6, 4, 1),
        made_case("unequal weights", 0.1, 40, 6, 4, 2, skewed=True),
        made_case("a weak penalty on classes that can be divided", 0.01, 24, 5, 3, 3, spread=4),
        made_case("a strong penalty", 100.0, 30, 4, 4, 4),
        made_case("more values than clips", 0.5, 12, 30, 4, 5, skewed=True),
        made_case("large values", 0.2, 30, 4, 3, 6, scale=30),
        made_case("seven classes", 0.3, 42, 5, 7, 7, skewed=True),
    ]
    made_by = f"reference/softmax_goldens.py; scikit-learn {sklearn.__version__}"
    return compare_or_write(__doc__, OUTPUT, made_by, cases)


if __name__ == "__main__":
    sys.exit(main())
