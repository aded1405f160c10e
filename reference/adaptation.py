"""Compares ways to adapt a head to recordings without labels, on languages that it was never taught.

    ./emoglot extract --backbone FOLDER --layer 1..6 --pooling mean --format npy --out STATES manifests/*.csv
    python reference/adaptation.py STATES --states 6

STATES holds embeddings.npy and index.csv: of each clip the means of all hidden states side by side. For each language, a
softmax regression (l2 = 1, every corpus and every emotion in it of the same weight, 120 steps of Nesterov's method) learns
from the others, on values standardised by the training corpora, each state then scaled to a root mean square of 1. In each of DRAWS draws
the clips of each corpus of the language are halved at random; every method adapts to the first n of one half, and all are
measured on the other. Printed is the UAR in %, the mean over languages, of which a language with several
corpora counts their mean. The method that the product has, in logits, is written anew here, and not called.

Three more tables: the same by language; the gain in points after 32 clips that are one-sided, in the mean and in the worst language; and the UAR
after k labelled clips of each emotion, to which the head is fitted with the head of the other languages as the prior,
without and with 32 clips that have no labels.
"""

import argparse
import csv
from pathlib import Path

import numpy as np

SIZES = [0, 4, 8, 16, 32, 64, 128]
DRAWS = 5
SHOTS = [0, 1, 2, 4, 8]
SOURCE = 8.0  # clips that the source counts as
USUAL = 0.8  # squared distance at which training corpora lie from each other, and no offset is taken out


def softmax(z):
    e = np.exp(z - z.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def regression(x, y, weights, classes, l2=1.0, steps=120):
    x = np.concatenate([x, np.ones((len(x), 1), np.float32)], 1)
    v = np.random.default_rng(0).standard_normal((x.shape[1], 1)).astype(np.float32)
    for _ in range(8):
        v = x.T @ (weights[:, None] * (x @ v))
        norm = np.linalg.norm(v)
        v /= norm
    bound = 0.5 * norm + l2
    momentum = ((bound / l2) ** 0.5 - 1) / ((bound / l2) ** 0.5 + 1)
    penalty = np.full((x.shape[1], 1), l2, np.float32)
    penalty[-1] = 0
    w = ahead = np.zeros((x.shape[1], classes), np.float32)
    truth = np.eye(classes, dtype=np.float32)[y]
    for _ in range(steps):
        gradient = x.T @ (weights[:, None] * (softmax(x @ ahead) - truth)) + penalty * ahead
        after = ahead - gradient / bound
        ahead = after + momentum * (after - w)
        w = after
    return w


def balanced(corpora, y):
    weights = np.zeros(len(y), np.float32)
    for corpus in np.unique(corpora):
        for k in np.unique(y[corpora == corpus]):
            rows = (corpora == corpus) & (y == k)
            weights[rows] = 1 / rows.sum() / len(np.unique(y[corpora == corpus]))
    return weights / weights.sum()


class Source:
    """What was learned from all languages but one."""

    def __init__(self, x, y, corpora, classes, states):
        self.states = states
        means, variances, emotions = [], [], []
        centred = x.copy()
        for corpus in np.unique(corpora):
            rows = corpora == corpus
            w = balanced(corpora[rows], y[rows])[:, None]
            mean = (w * x[rows]).sum(0)
            means.append(mean)
            variances.append((w * (x[rows] - mean) ** 2).sum(0))
            centred[rows] -= mean
            of = [x[rows & (y == k)].mean(0) - mean if (rows & (y == k)).any() else mean * np.nan for k in range(classes)]
            emotions.append(np.stack(of))
        means = np.stack(means)
        self.mean, self.within, self.emotions = means.mean(0), np.mean(variances, 0), np.nanmean(emotions, 0)
        self.deviation = np.sqrt(self.within + ((means - self.mean) ** 2).mean(0)) + 1e-5
        weights = balanced(corpora, y)
        self.head = regression(self.normal(x), y, weights, classes)
        self.centred = regression(self.scaled(centred), y, weights, classes)
        z = self.logits(x)
        self.z = self.logit_statistics(z - z.mean(1, keepdims=True), y, corpora, classes)

    def scaled(self, x):
        blocks = (x / self.deviation).reshape(len(x), self.states, x.shape[1] // self.states)
        return (blocks / np.sqrt((blocks**2).mean(2, keepdims=True) + 1e-10)).reshape(x.shape)

    def normal(self, x, mean=None):
        return self.scaled(x - (self.mean if mean is None else mean))

    def logits(self, x, mean=None, head=None):
        w = self.head if head is None else head
        return self.normal(x, mean) @ w[:-1] + w[-1]

    @staticmethod
    def logit_statistics(z, y, corpora, classes):
        means, emotions, within, spread = [], [], [], []
        for corpus in np.unique(corpora):
            rows = corpora == corpus
            present = [k for k in range(classes) if (rows & (y == k)).any()]
            of = {k: z[rows & (y == k)] for k in present}
            mean = np.mean([of[k].mean(0) for k in present], 0)
            means.append(mean)
            emotions.append(np.stack([of[k].mean(0) - mean if k in of else mean * np.nan for k in range(classes)]))
            within.append(np.mean([np.cov(of[k].T) for k in present], 0))
            spread.append(np.trace(within[-1]) + np.mean([((of[k].mean(0) - mean) ** 2).sum() for k in present]))
        return {
            "mean": np.mean(means, 0),
            "emotions": np.nanmean(emotions, 0),
            "within": np.mean(within, 0),
            "between": np.cov(np.stack(means).T),
            "spread": np.mean(spread),
            "corpora": len(means),
        }


def shrunk(source, sample):
    n = len(sample)
    return (sample.sum(0) + SOURCE * source.mean) / (n + SOURCE)


def unadapted(source, sample, clips):
    return source.logits(clips)


def mean_of_states(source, sample, clips):
    return source.logits(clips, shrunk(source, sample))


def mean_and_variance(source, sample, clips):
    n = len(sample)
    ratio = (n * sample.var(0) + SOURCE * source.within) / (n + SOURCE) / source.within if n > 1 else 1
    return source.scaled((clips - shrunk(source, sample)) / np.sqrt(ratio)) @ source.head[:-1] + source.head[-1]


def centred_head(source, sample, clips):
    return source.logits(clips, shrunk(source, sample), source.centred)


def coral(source, sample, clips):
    n, mean, unit = len(sample), shrunk(source, sample), np.sqrt(source.within)
    x = (clips - mean) / unit
    if n > 1:
        _, s, v = np.linalg.svd((sample - sample.mean(0)) / unit, full_matrices=False)
        variance = (n * s**2 / n + SOURCE) / (n + SOURCE)
        x = x + (x @ v.T * (1 / np.sqrt(variance) - 1)) @ v
    return source.scaled(x * unit) @ source.head[:-1] + source.head[-1]


def prior_by_em(source, sample, clips):
    p, n, classes = softmax(source.logits(sample)), len(sample), source.head.shape[1]
    prior = np.full(classes, 1 / classes)
    for _ in range(50 if n else 0):
        q = p * prior
        prior = ((q / q.sum(1, keepdims=True)).sum(0) + 2) / (n + 2 * classes)
    return source.logits(clips) + np.log(prior * classes)


def equal_prior(source, sample, clips):
    z, n, classes = source.logits(sample), len(sample), source.head.shape[1]
    bias = np.zeros(classes)
    for _ in range(50 if n else 0):
        bias += 0.5 * np.log((n / classes + 2) / (softmax(z + bias).sum(0) + 2))
    return source.logits(clips) + bias


def log_gaussians(z, means, precision, shares):
    d = z[:, None, :-1] - means[None, :, :-1]
    return np.log(shares) - 0.5 * np.einsum("nki,ij,nkj->nk", d, precision, d)


def centred_logits(source, x):
    z = source.logits(x)
    return z - z.mean(1, keepdims=True)


def class_means_by_em(source, sample, clips):
    s, n = source.z, len(sample)
    if n == 0:
        return source.logits(clips)
    start = s["mean"] + s["emotions"]
    precision, means, shares = np.linalg.inv(s["within"][:-1, :-1]), start, np.full(len(start), 1 / len(start))
    z = centred_logits(source, sample)
    for _ in range(20):
        r = softmax(log_gaussians(z, means, precision, shares))
        means = (r.T @ z + SOURCE * start) / (r.sum(0)[:, None] + SOURCE)
        shares = (r.sum(0) + 2) / (n + 2 * len(start))
    return log_gaussians(centred_logits(source, clips), means, precision, shares)


def neighbours(source, sample, clips, k=5):
    p = softmax(source.logits(clips))
    if len(sample) <= k:
        return np.log(p)

    def unit(x):
        z = source.normal(x)
        return z / np.linalg.norm(z, axis=1, keepdims=True)

    of, start = unit(sample), softmax(source.logits(sample))
    near, q = of @ of.T - 9 * np.eye(len(of)), start
    nearest = np.argsort(-near, 1)[:, :k]
    for _ in range(10):
        q = 0.5 * q[nearest].mean(1) + 0.5 * start
    return np.log(0.5 * q[np.argsort(-(unit(clips) @ of.T), 1)[:, :k]].mean(1) + 0.5 * p)


def mean_of_logits(source, sample, clips):
    if len(sample) == 0:
        return source.logits(clips)
    n, z = len(sample), centred_logits(source, sample)
    return source.logits(clips) - n / (n + SOURCE) * (z.mean(0) - source.z["mean"])


def mixture(s, z, counted, prior):
    n, free = len(z), z.shape[1] - 1
    precision = np.linalg.inv(s["within"][:-1, :-1])
    of_offset = np.linalg.inv(s["between"][:-1, :-1] + 1e-3 * s["within"][:-1, :-1])
    best = None
    for offset in (np.zeros(free), (z.mean(0) - s["mean"])[:-1]):
        shares = np.full(free + 1, 1 / (free + 1))
        for _ in range(30):
            means = s["mean"] + s["emotions"] + np.append(offset, 0)
            r = softmax(log_gaussians(z, means, precision, shares)) * counted / n
            rest = (z * counted / n).sum(0) - counted * s["mean"] - r.sum(0) @ s["emotions"]
            offset = np.linalg.solve(counted * precision + of_offset, precision @ rest[:-1])
            if np.isfinite(prior):
                shares = (r.sum(0) + prior) / (counted + (free + 1) * prior)
        logs = log_gaussians(z, s["mean"] + s["emotions"] + np.append(offset, 0), precision, shares)
        found = counted / n * np.log(np.exp(logs).sum(1)).sum() - 0.5 * offset @ of_offset @ offset
        if best is None or found > best[0]:
            best = (found, shares)
    return best


def unusual(s, offset, usual=USUAL):
    """The share of an offset that is more than corpora differ anyway."""
    within, between, corpora = s["within"], s["between"], s["corpora"]
    scale = (corpora - 1) * np.trace(within) / np.trace(between)
    scatter = (scale * between + within)[:-1, :-1] / corpora
    return max(0, 1 - usual / (offset[:-1] @ np.linalg.solve(scatter, offset[:-1])))


def estimate(s, z):
    """Of the centred logits of a sample: how many balanced clips it counts as, its offset, and the shares of its emotions."""
    n = len(z)
    within = np.trace(s["within"]) / s["spread"]
    spread = (((z - z.mean(0)) ** 2).sum() / s["spread"] + 4 * within) / (n - 1 + 4)
    variety = np.clip((spread - within) / (1 - within) / 0.3, 0, 1)
    tested, independent = min(n, 32), min(n, 16)
    evidence = mixture(s, z, tested, 2)[0] - mixture(s, z, tested, np.inf)[0]
    belief = 1 / (1 + np.exp((17 - evidence) / 1.5))
    shares = mixture(s, z, independent + (tested - independent) * belief, 2 + 0.5 * independent * variety * (1 - belief))[1]
    return n * (0.25 + 0.75 * variety), z.mean(0) - s["mean"] - shares @ s["emotions"], shares


def without_guard(source, sample, clips):
    if len(sample) == 0:
        return source.logits(clips)
    weight, offset, _ = estimate(source.z, centred_logits(source, sample))
    return source.logits(clips) - weight / (weight + SOURCE) * offset


def product(source, sample, clips, counted=SOURCE):
    if len(sample) == 0:
        return source.logits(clips)
    weight, offset, _ = estimate(source.z, centred_logits(source, sample))
    return source.logits(clips) - unusual(source.z, offset) * weight / (weight + counted) * offset


def with_shots(source, sample, shots, y, clips):
    """The head after labelled clips, and then after a sample without labels; None for neither."""
    z = centred_logits(source, shots)
    count, weight = len(y), 200 / (len(y) / source.head.shape[1])
    offset = (z - source.z["emotions"][y]).mean(0) - source.z["mean"]
    start = source.logits(shots) - count / (count + SOURCE) * offset
    # The bias as one more value as large as all others together, so that one length of a step fits both.
    unit = np.sqrt(shots.shape[1])
    e = np.concatenate([source.normal(shots), np.full((count, 1), unit)], 1)
    penalty = np.full((e.shape[1], 1), weight)
    penalty[-1] = 0.2 / 200 * weight * unit**2
    more = ahead = np.zeros((e.shape[1], start.shape[1]))
    bound = 0.5 * np.linalg.norm(e, 2) ** 2 / count + penalty.max()
    momentum = ((bound / penalty.min()) ** 0.5 - 1) / ((bound / penalty.min()) ** 0.5 + 1)
    for _ in range(200):
        gradient = e.T @ (softmax(start + e @ ahead) - np.eye(start.shape[1])[y]) / count + penalty * ahead
        after = ahead - gradient / bound
        ahead = after + momentum * (after - more)
        more = after

    class Moved:
        z = source.z
        head = source.head

        @staticmethod
        def logits(x):
            return source.logits(x) - count / (count + SOURCE) * offset + source.normal(x) @ more[:-1] + unit * more[-1]

    return product(Moved, sample, clips, SOURCE + count)


def mostly(pool, emotion, y, share):
    """The clips of an emotion, or four of them and then one other, and so on."""
    some, others = pool[y[pool] == emotion], pool[y[pool] != emotion]
    if share == 1:
        return some
    groups = min(len(some) // 4, len(others))
    return np.concatenate([np.r_[some[4 * g : 4 * g + 4], others[g]] for g in range(groups)] or [some[:0]])


METHODS = {
    "unadapted": unadapted,
    "mean of logits, emotions of the sample and usual offsets taken out (product)": product,
    "mean of logits, emotions of the sample taken out": without_guard,
    "mean of logits": mean_of_logits,
    "mean of states": mean_of_states,
    "mean and variance of states": mean_and_variance,
    "mean of states, head on centred corpora": centred_head,
    "covariance of states (CORAL)": coral,
    "prior of emotions by EM": prior_by_em,
    "equal prior": equal_prior,
    "means of emotions by EM (Emo-TTA)": class_means_by_em,
    "label propagation, 5 neighbours": neighbours,
}


SIDED = list(METHODS)[1:4]


def uar(found, y):
    return 100 * np.mean([(found[y == k] == k).mean() for k in np.unique(y)])


def extracted(folder, *columns):
    """The embeddings of a folder of extract, and columns of its index."""
    with open(folder / "index.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.load(folder / "embeddings.npy").astype(np.float32)
    return x, *(np.array([row[column] for row in rows]) for column in columns)


def arguments_of_states():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--states", type=int, required=True, help="hidden states side by side")
    return parser.parse_args()


def main() -> None:
    arguments = arguments_of_states()
    x, labels, languages, corpora = extracted(arguments.folder, "label", "language", "corpus")
    names = sorted(set(labels))
    y = np.searchsorted(names, labels)
    figures = {(method, n): [] for method in METHODS for n in SIZES}
    samples = {(f"{share} {names[k]}", k, part) for k in range(len(names)) for share, part in (("all", 1), ("80 %", 0.8))}
    sided = {(name, method): [] for name, _, _ in sorted(samples) for method in SIDED}
    shots = {(n, k): [] for n in (0, 32) for k in SHOTS}
    for language in sorted(set(languages)):
        seen = languages != language
        source = Source(x[seen], y[seen], corpora[seen], len(names), arguments.states)
        of = {key: [] for key in [*figures, *sided, *shots]}
        for corpus in sorted(set(corpora[~seen])):
            for draw in range(DRAWS):
                clips = np.random.default_rng(draw).permutation(np.flatnonzero(corpora == corpus))
                pool, rest = clips[: len(clips) // 2], clips[len(clips) // 2 :]
                before = uar(unadapted(source, x[:0], x[rest]).argmax(1), y[rest])
                for method, n in figures:
                    found = METHODS[method](source, x[pool[:n]], x[rest]).argmax(1)
                    of[method, n].append(uar(found, y[rest]))
                for name, k, part in samples:
                    sample = x[mostly(pool, k, y, part)[:32]]
                    for method in SIDED:
                        found = METHODS[method](source, sample, x[rest]).argmax(1)
                        of[name, method].append(uar(found, y[rest]) - before)
                for n, k in shots:
                    some = np.concatenate([pool[y[pool] == emotion][:k] for emotion in range(len(names))])
                    sample = x[pool[:n]]
                    found = with_shots(source, sample, x[some], y[some], x[rest]) if k else product(source, sample, x[rest])
                    of[n, k].append(uar(found.argmax(1), y[rest]))
        for table in (figures, sided, shots):
            for key in table:
                table[key].append(np.mean(of[key]))
    print(f"UAR in %, mean over {', '.join(sorted(set(languages)))}, after n unlabelled clips\n")
    print("| method | " + " | ".join(f"n = {n}" for n in SIZES) + " |")
    print("|---|" + "---|" * len(SIZES))
    for method in METHODS:
        print(f"| {method} | " + " | ".join(f"{np.mean(figures[method, n]):.1f}" for n in SIZES) + " |")
    print("\nThe method of the product, by language\n")
    print("| n | " + " | ".join(sorted(set(languages))) + " | mean |")
    print("|---|" + "---|" * (len(set(languages)) + 1))
    for n in SIZES:
        of = figures[SIDED[0], n]
        print(f"| {n} | " + " | ".join(f"{value:.1f}" for value in of) + f" | {np.mean(of):.1f} |")
    print("\nGain in points after one-sided samples of at most 32 clips, mean (worst language)\n")
    print("| sample | " + " | ".join(SIDED) + " |")
    print("|---|" + "---|" * len(SIDED))
    for name, _, _ in sorted(samples):
        cells = (f"{np.mean(sided[name, method]):+.1f} ({min(sided[name, method]):+.1f})" for method in SIDED)
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("\nUAR in % after k labelled clips of each emotion, and n others without labels\n")
    print("| n | " + " | ".join(f"k = {k}" for k in SHOTS) + " |")
    print("|---|" + "---|" * len(SHOTS))
    for n in (0, 32):
        print(f"| {n} | " + " | ".join(f"{np.mean(shots[n, k]):.1f}" for k in SHOTS) + " |")


if __name__ == "__main__":
    main()
