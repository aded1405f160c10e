"""Makes the golden cases of the metrics with scikit-learn.

Writes emoglot-core/src/test/resources/org/emoglot/metric/goldens.json, which MetricsGoldenTest reads.

    python3 -m venv .venv && .venv/bin/pip install -r reference/requirements-metrics.txt
    .venv/bin/python reference/metrics_goldens.py
"""

import json
import math
import pathlib
import warnings

import numpy as np
import sklearn
from sklearn import metrics

LABELS = ["neutral", "happy", "angry", "sad"]
OUT = (
    pathlib.Path(__file__).resolve().parent.parent
    / "emoglot-core/src/test/resources/org/emoglot/metric/goldens.json"
)


def number(x):
    """JSON knows no NaN: it is written as a text."""
    return "NaN" if math.isnan(x) else float(x)


def numbers(xs):
    return [number(x) for x in xs]


def expected(truth, predicted):
    every = {"labels": range(len(LABELS))}
    result = {
        "confusion": metrics.confusion_matrix(truth, predicted, **every).tolist(),
        "accuracy": number(metrics.accuracy_score(truth, predicted)),
        "balanced_accuracy": number(metrics.balanced_accuracy_score(truth, predicted)),
    }
    for rule, zero_division in {"ZERO": 0.0, "SKIP": np.nan}.items():
        given = {**every, "zero_division": zero_division}
        result[rule] = {
            "uar": number(metrics.recall_score(truth, predicted, average="macro", **given)),
            "macro_f1": number(metrics.f1_score(truth, predicted, average="macro", **given)),
            "recall": numbers(metrics.recall_score(truth, predicted, average=None, **given)),
            "precision": numbers(metrics.precision_score(truth, predicted, average=None, **given)),
            "f1": numbers(metrics.f1_score(truth, predicted, average=None, **given)),
        }
    return result


def cases():
    rng = np.random.default_rng(20260101)
    yield "perfect", [0, 1, 2, 3, 0, 1], [0, 1, 2, 3, 0, 1]
    yield "all wrong", [0, 1, 2, 3], [1, 2, 3, 0]
    yield "one class predicted", [0, 0, 1, 2, 3, 3], [2] * 6
    yield "class absent from truth", [0, 0, 1, 1, 2], [0, 3, 1, 3, 2]
    yield "class absent from prediction", [0, 1, 2, 3, 3], [0, 1, 2, 2, 0]
    yield "class absent from both", [0, 1, 2, 2, 1], [0, 2, 2, 1, 1]
    yield "two classes absent from both", [0, 1, 0, 1], [0, 0, 1, 1]
    yield "one class only", [1, 1, 1], [1, 1, 1]
    yield "one clip, wrong", [3], [0]
    for n in (7, 38, 339, 2000):
        shares = rng.dirichlet(np.ones(4) * 2)
        truth = rng.choice(4, size=n, p=shares)
        predicted = np.where(rng.random(n) < 0.6, truth, rng.integers(0, 4, n))
        yield f"random of {n}", truth.tolist(), predicted.tolist()


def main():
    warnings.simplefilter("ignore")
    golden = {
        "made_by": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
        "labels": LABELS,
        "cases": [
            {
                "name": name,
                "truth": "".join(map(str, truth)),
                "predicted": "".join(map(str, predicted)),
                "expected": expected(truth, predicted),
            }
            for name, truth, predicted in cases()
        ],
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
