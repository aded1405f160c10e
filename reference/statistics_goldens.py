"""Makes the golden cases of tests, calibration, probes and silhouettes with SciPy, scikit-learn and statsmodels.

Writes emoglot-core/src/test/resources/org/emoglot/statistics/goldens.json, which StatisticsGoldenTest,
CalibrationTest and RepresentationTest read. What the libraries lack is written out in NumPy: the permutation
test as an enumeration of all swaps through scikit-learn's recall, and the bins of the calibration error.

    python3 -m venv .venv && .venv/bin/pip install -r reference/requirements-statistics.txt
    .venv/bin/python reference/statistics_goldens.py
"""

import itertools
import json
import pathlib

import numpy as np
import scipy
import sklearn
import statsmodels
from scipy import optimize, special, stats
from sklearn import linear_model, metrics, model_selection, multiclass, pipeline, preprocessing
from statsmodels.stats import contingency_tables, multitest

LABELS = ["neutral", "happy", "angry", "sad"]
SEED = 20260301
OUT = (
    pathlib.Path(__file__).resolve().parent.parent
    / "emoglot-core/src/test/resources/org/emoglot/statistics/goldens.json"
)


def text(classes):
    return "".join(map(str, classes))


def mcnemar():
    for b, c in [(0, 0), (1, 0), (3, 3), (2, 9), (10, 3), (40, 17), (120, 80), (900, 1011)]:
        # An exact tail of a symmetric coin, twice over where b = c, is cut to 1 by both libraries.
        ours = contingency_tables.mcnemar([[50, b], [c, 20]], exact=True).pvalue if b + c else 1.0
        if b + c:
            assert abs(ours - stats.binomtest(b, b + c, 0.5).pvalue) < 1e-12
        yield {"only_first": b, "only_second": c, "p": float(ours)}


def holm(rng):
    for p in [
        [0.01, 0.04, 0.03, 0.005],
        [0.5],
        [0.02, 0.02, 0.02],
        [1.0, 0.0, 0.3],
        rng.random(9).round(4).tolist(),
        (rng.random(9) ** 4).round(6).tolist(),
    ]:
        yield {"p": p, "adjusted": multitest.multipletests(p, method="holm")[1].tolist()}


def permutation(rng):
    """Every way to swap the answers of whole items, all seeds at once."""
    for items, seeds in [(6, 1), (9, 1), (10, 2), (11, 3)]:
        truth = np.concatenate([np.arange(3), rng.integers(0, 3, items - 3)])
        first = np.where(rng.random((seeds, items)) < 0.7, truth, rng.integers(0, 3, (seeds, items)))
        second = np.where(rng.random((seeds, items)) < 0.4, truth, rng.integers(0, 3, (seeds, items)))

        def difference(a, b):
            return np.mean([metrics.balanced_accuracy_score(truth, run) for run in a]) - np.mean(
                [metrics.balanced_accuracy_score(truth, run) for run in b]
            )

        found = difference(first, second)
        extreme = 0
        for swap in itertools.product([False, True], repeat=items):
            swapped = difference(np.where(swap, second, first), np.where(swap, first, second))
            extreme += abs(swapped) >= abs(found) - 1e-9
        yield {
            "truth": text(truth),
            "first": [text(run) for run in first],
            "second": [text(run) for run in second],
            "difference": float(found),
            "p": extreme / 2**items,
        }


def ece(probabilities, truth, bins):
    confidence = probabilities.max(axis=1)
    right = probabilities.argmax(axis=1) == truth
    edges = np.linspace(0, 1, bins + 1)
    which = np.clip(np.searchsorted(edges, confidence, side="left") - 1, 0, bins - 1)
    gaps = [
        (np.sum(which == m), abs(right[which == m].mean() - confidence[which == m].mean()))
        for m in range(bins)
        if np.any(which == m)
    ]
    return {
        "counts": np.bincount(which, minlength=bins).tolist(),
        "ece": float(sum(n * gap for n, gap in gaps) / len(truth)),
        "mce": float(max(gap for _, gap in gaps)),
    }


def calibration(rng):
    for n, sharpness in [(40, 0.6), (120, 2.5), (120, 6.0)]:
        truth = rng.integers(0, 4, n)
        logits = rng.normal(size=(n, 4))
        logits[np.arange(n), truth] += 1.0
        logits = (logits * sharpness).round(3)
        probabilities = special.softmax(logits, axis=1)

        def nll(log_t):
            return metrics.log_loss(
                truth, special.softmax(logits / np.exp(log_t), axis=1), labels=range(4)
            )

        best = optimize.minimize_scalar(nll, bounds=(np.log(0.01), np.log(100)), method="bounded",
                                        options={"xatol": 1e-10})
        yield {
            "logits": logits.tolist(),
            "truth": text(truth),
            "nll": metrics.log_loss(truth, probabilities, labels=range(4)),
            # scikit-learn halves the sum for two classes only
            "brier": float(np.mean(np.sum((probabilities - np.eye(4)[truth]) ** 2, axis=1))),
            "bins": {str(m): ece(probabilities, truth, m) for m in (5, 10, 15)},
            "temperature": float(np.exp(best.x)),
            "nll_at_temperature": float(best.fun),
        }


def blobs(rng, n, width, classes, apart):
    label = np.arange(n) % classes
    centres = rng.normal(size=(classes, width)) * apart
    return (centres[label] + rng.normal(size=(n, width))).round(3), label


def silhouettes(rng):
    for apart, classes in [(0.0, 2), (0.7, 3), (3.0, 4)]:
        x, label = blobs(rng, 48, 4, classes, apart)
        yield {
            "x": x.tolist(),
            "label": text(label),
            "euclidean": float(metrics.silhouette_score(x, label)),
            "cosine": float(metrics.silhouette_score(x, label, metric="cosine")),
        }
    x, label = blobs(rng, 12, 3, 2, 1.0)
    label[0] = 2  # the only one of its label
    yield {
        "x": x.tolist(),
        "label": text(label),
        "euclidean": float(metrics.silhouette_score(x, label)),
        "cosine": float(metrics.silhouette_score(x, label, metric="cosine")),
    }


def probes(rng):
    for classes, apart in [(2, 0.5), (4, 0.6), (5, 0.0)]:
        x, label = blobs(rng, 150, 6, classes, apart)
        train, test = np.arange(0, 100), np.arange(100, 150)

        def model(classifier):
            return pipeline.make_pipeline(preprocessing.StandardScaler(), classifier)

        exact = linear_model.LogisticRegression(C=1.0, tol=1e-10, max_iter=10000)
        one_against_others = model(multiclass.OneVsRestClassifier(exact))
        folds = model_selection.RepeatedStratifiedKFold(n_splits=5, n_repeats=20, random_state=0)
        yield {
            "x": x.tolist(),
            "label": text(label),
            "train": len(train),
            "predicted": text(one_against_others.fit(x[train], label[train]).predict(x[test])),
            "cross_validated_accuracy": float(
                model_selection.cross_val_score(model(exact), x, label, cv=folds).mean()
            ),
        }


def main():
    rng = np.random.default_rng(SEED)
    versions = [np, scipy, sklearn, statsmodels]
    golden = {
        "made_by": ", ".join(f"{m.__name__} {m.__version__}" for m in versions),
        "labels": LABELS,
        "mcnemar": list(mcnemar()),
        "holm": list(holm(rng)),
        "permutation": list(permutation(rng)),
        "calibration": list(calibration(rng)),
        "silhouette": list(silhouettes(rng)),
        "probe": list(probes(rng)),
    }
    OUT.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        f' "{key}": '
        + (
            "[\n" + ",\n".join("  " + json.dumps(case) for case in value) + "\n ]"
            if key not in ("made_by", "labels")
            else json.dumps(value)
        )
        for key, value in golden.items()
    ]
    OUT.write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
