"""Measures what each hidden state of an encoder knows of emotions in a language that the probe was never taught.

    ./emoglot extract --backbone FOLDER --layer 0..6 --pooling mean-std --format npy --out STATES manifests/*.csv
    python reference/layer_probe.py STATES --states 7

STATES holds embeddings.npy and index.csv: of each clip the means of all hidden states side by side, then their standard
deviations. For each state, and for some side by side, and for each language: values are standardised on the clips of the
other languages, which a logistic regression with balanced classes (scikit-learn, C = 1, lbfgs) learns from; printed is
the UAR in % on all clips of the language. Nothing is chosen on it.
"""

import argparse
import csv
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import balanced_accuracy_score


def probe(x: np.ndarray, labels: np.ndarray, languages: np.ndarray, c: float) -> dict[str, float]:
    found = {}
    for language in sorted(set(languages)):
        target = languages == language
        mean, deviation = x[~target].mean(0), x[~target].std(0) + 1e-8
        train, test = (x[~target] - mean) / deviation, (x[target] - mean) / deviation
        model = LogisticRegression(C=c, class_weight="balanced", max_iter=2000)
        model.fit(train, labels[~target])
        found[language] = 100 * balanced_accuracy_score(labels[target], model.predict(test))
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", type=int, required=True, help="hidden states side by side")
    parser.add_argument("--ranges", default="", help="such as 1-6,2-5: also these side by side")
    parser.add_argument("--c", type=float, default=1.0)
    arguments = parser.parse_args()
    with open(arguments.folder / "index.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labels = np.array([row["label"] for row in rows])
    languages = np.array([row["language"] for row in rows])
    values = np.load(arguments.folder / "embeddings.npy")
    width = values.shape[1] // (2 * arguments.states)
    states = values.reshape(len(rows), 2, arguments.states, width)  # clips, mean or deviation, state, D
    choices = [(state, state) for state in range(arguments.states)]
    choices += [tuple(map(int, part.split("-"))) for part in arguments.ranges.split(",") if part]
    names = sorted(set(languages))
    print("| hidden state | " + " | ".join(names) + " | mean |")
    print("|---" * (len(names) + 2) + "|")
    for first, last in choices:
        x = states[:, :, first : last + 1].reshape(len(rows), -1).astype(np.float64)
        found = probe(x, labels, languages, arguments.c)
        cells = [f"{found[name]:.1f}" for name in names] + [f"{np.mean(list(found.values())):.1f}"]
        name = str(first) if first == last else f"{first} to {last}, side by side"
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
