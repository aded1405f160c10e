"""Compares guards of the adaptation to recordings without labels, on the answers of the runs of a grid.

    python reference/adaptation_guards.py GRID

GRID is a folder of `emoglot reproduce --unlabelled 0,4,8,16,32,64,128`. Its run.json files name every clip of every
sample, predictions.csv has the answers, and config.json what the source is like, so that the samples are those of the
product. A guard takes a shift of the logits, and changes it by a constant of its own. The constant is chosen on all
languages but one: that with the largest mean gain after 32 clips at which none of them loses more than a point after
random samples of any size, nor more than three after one-sided samples of 32. It is judged on the language left out.

Printed are the gains over the unadapted model in points: the mean over the languages for each n, the worst of a
language and n, the least mean after one-sided samples, and the worst of a language after them.
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np

from adaptation import SOURCE, estimate, mostly, softmax, uar, unusual

SIZES = [4, 8, 16, 32, 64, 128]
CLIPS = 32


class Sample:
    """What is known of a sample: its centred logits, and the estimates of all of it and of its halves."""

    def __init__(self, s, z):
        self.s, self.z = s, z
        self.weight, self.offset, self.shares = estimate(s, z)
        self.shift = self.weight / (self.weight + SOURCE) * self.offset
        self.halves = [estimate(s, half)[1] for half in (z[::2], z[1::2]) if len(half)]

    def norm(self):
        return np.linalg.norm(self.shift) + 1e-9


def agreement(a):
    """The cosine of the offsets of two halves of the sample."""
    if len(a.halves) < 2:
        return 0
    first, second = a.halves
    return max(0, first @ second / (np.linalg.norm(first) * np.linalg.norm(second) + 1e-9))


def balance(a):
    """The entropy of the shares, as a part of the largest."""
    return -(a.shares * np.log(a.shares)).sum() / np.log(len(a.shares))


def confident(a, power):
    """The offset of the clips with weights by how sure their answers are."""
    p = softmax(a.z).max(1) ** power
    mean = (p[:, None] * a.z).sum(0) / p.sum()
    return a.weight / (a.weight + SOURCE) * (mean - a.s["mean"] - a.shares @ a.s["emotions"])


def concentrated(a, most):
    """Nothing where the adapted answers to the sample are mostly of one emotion."""
    counts = np.bincount((a.z - a.shift).argmax(1), minlength=len(a.shares))
    return a.shift * (counts.max() <= most * len(a.z))


GUARDS = {
    "none": ([0], lambda a, c: a.shift),
    "stronger shrinkage, source counts as": ([8, 16, 32, 64, 128], lambda a, c: a.weight / (a.weight + c) * a.offset),
    "cap on the size of the shift": ([0.2, 0.4, 0.6, 0.8, 1.2], lambda a, c: a.shift * min(1, c / a.norm())),
    "balance of the shares, to the power of": ([1, 2, 4, 8, 16], lambda a, c: a.shift * balance(a) ** c),
    "sure answers count more, to the power of": ([1, 2, 4, 8], confident),
    "stop where adapted answers concentrate": ([0.3, 0.4, 0.5, 0.6, 0.8], concentrated),
    "agreement of two halves, to the power of": ([1, 2, 4, 8], lambda a, c: a.shift * agreement(a) ** c),
    "less a constant length": ([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], lambda a, c: a.shift * max(0, 1 - c / a.norm())),
    "James and Stein, by the scatter of corpora": (
        [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2],
        lambda a, c: a.shift * unusual(a.s, a.offset, c),
    ),
}


class Language:
    """The answers of a run, and the gain of a guard on it for each kind of sample."""

    def __init__(self, folder):
        run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        config = json.loads((folder / "model" / "config.json").read_text(encoding="utf-8"))
        names = list(config["id2label"].values())
        with open(folder / "predictions.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        z = config["temperature"] * np.log(np.maximum([[float(row[name]) for name in names] for row in rows], 1e-30))
        self.name = run["task"]
        self.z = z - z.mean(1, keepdims=True)
        self.y = np.array([names.index(row["label"]) for row in rows])
        source = {key: np.array(value) for key, value in config["source_logits"].items()}
        index = {row["utt_id"]: i for i, row in enumerate(rows)}
        halves = [(sample["draw"], np.array([index[clip] for clip in sample["heard"]])) for sample in run["unlabelled"]["samples"]]
        self.of = {}
        for (draw, first), (_, second) in zip(halves[::2], halves[1::2]):
            for pool, rest in ((first, second), (second, first)):
                kinds = {("random", n): pool[:n] for n in SIZES}
                for k, name in enumerate(names):
                    kinds[f"all {name}", CLIPS] = mostly(pool, k, self.y, 1)[:CLIPS]
                    kinds[f"80 % {name}", CLIPS] = mostly(pool, k, self.y, 0.8)[:CLIPS]
                for kind, clips in kinds.items():
                    sample = Sample(source, self.z[clips]) if len(clips) else None
                    self.of.setdefault(kind, []).append((draw, rest, sample))

    def gains(self, guard, constant):
        gains = {}
        for kind, samples in self.of.items():
            found = {}
            for draw, rest, sample in samples:
                shift = 0 if sample is None else guard(sample, constant)
                found.setdefault(draw, np.zeros(len(self.y), int))[rest] = (self.z[rest] - shift).argmax(1)
            gains[kind] = np.mean([uar(answers, self.y) for answers in found.values()]) - uar(self.z.argmax(1), self.y)
        return gains


def choose(by_constant, languages):
    """The constant with the largest gain among those that harm nobody; else that which harms least."""

    def merit(constant):
        of = [by_constant[constant][language] for language in languages]
        random = min(gain for one in of for (kind, _), gain in one.items() if kind == "random")
        sided = min(gain for one in of for (kind, _), gain in one.items() if kind != "random")
        harm = min(0, random + 1) + min(0, sided + 3)
        return harm, np.mean([one["random", CLIPS] for one in of])

    return max(by_constant, key=merit)


def signed(points):
    return f"{round(points, 1) + 0:+.1f}"  # no -0.0


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("grid", type=Path)
    languages = [Language(run.parent) for run in sorted(parser.parse_args().grid.glob("runs/*/run.json"))]
    print("| guard | " + " | ".join(f"n = {n}" for n in SIZES) + " | worst | one-sided | worst | constants |")
    print("|---|" + "---|" * (len(SIZES) + 4))
    for name, (constants, guard) in GUARDS.items():
        by_constant = {c: {language.name: language.gains(guard, c) for language in languages} for c in constants}
        judged, chosen = [], set()
        for left_out in languages:
            constant = choose(by_constant, [language.name for language in languages if language is not left_out])
            judged.append(by_constant[constant][left_out.name])
            chosen.add(constant)
        means = {kind: np.mean([one[kind] for one in judged]) for kind in judged[0]}
        sided = [kind for kind in means if kind[0] != "random"]
        cells = [signed(means['random', n]) for n in SIZES]
        cells.append(signed(min(one['random', n] for one in judged for n in SIZES)))
        cells.append(signed(min(means[kind] for kind in sided)))
        cells.append(signed(min(one[kind] for one in judged for kind in sided)))
        cells.append(", ".join(f"{constant:g}" for constant in sorted(chosen)))
        print(f"| {name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
