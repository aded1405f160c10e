"""Makes the golden cases of the language-aware supervised contrastive loss, in NumPy float64.

    python reference/supclr_goldens.py            # write the golden file
    python reference/supclr_goldens.py --check    # make it again and compare with the committed one

The loss (Mi, Ma, Toda, arXiv 2606.06200, equations 5 to 8) of embeddings h (B, d) with emotions y and languages l:
z_i = h_i / |h_i|, s_ij = z_i . z_j / tau, A(i) = the batch without i, P(i) = {p in A(i): y_p = y_i},
w_ip = lambda where l_p != l_i, else 1, W_i = sum over P(i) of w_ip, and, over the M anchors with P(i) not empty,

    L = (1/M) sum_i (1/W_i) sum_{p in P(i)} w_ip (log sum_{a in A(i)} exp(s_ia) - s_ip).

The paper leaves M = 0 open; here L = 0 then, with gradient 0.

The gradient, for i != j: G_ij = dL/ds_ij = (1/M) (exp(s_ij) / sum_a exp(s_ia) - [j in P(i)] w_ij / W_i) for an anchor i,
else 0; dL/dz_i = (1/tau) sum_j (G_ij + G_ji) z_j; dL/dh_i = (dL/dz_i - z_i (z_i . dL/dz_i)) / |h_i|.
Every gradient is compared with the complex-step derivative Im L(h + 1e-30 i e) / 1e-30 of the loss loops,
which has no cancellation, before anything is written.

golden/supclr.json, under emoglot-model/src/test/resources: {"cases": [...]}, each case with name, lambda, tau,
h (B rows of d, not normalised), labels (B integers), languages (B codes), anchors (M), loss, gradient (B rows of d).
"""

import cmath
import sys
from pathlib import Path

import numpy as np

from golden_cases import compare_or_write

OUTPUT = Path(__file__).resolve().parents[1] / "emoglot-model/src/test/resources/golden/supclr.json"
GRADIENT_TOLERANCE = 1e-12  # analytic against complex step, relative to 1 + the greatest component
DIGITS = 6  # of the embeddings, so that the file stays small; the loss is computed from the rounded ones
LANGUAGES = ("de", "en", "it")


def positives(labels, i):
    return [p for p in range(len(labels)) if p != i and labels[p] == labels[i]]


def weight(languages, i, p, lam):
    return lam if languages[p] != languages[i] else 1.0


def loss(h, labels, languages, lam, tau):
    """The loss in loops; h may be complex, for the complex step."""
    size = len(h)
    z = [row / cmath.sqrt(np.sum(row * row)) for row in h]  # no conjugate: analytic in h
    total, anchors = 0.0, 0
    for i in range(size):
        chosen = positives(labels, i)
        if not chosen:
            continue
        anchors += 1
        similar = {a: np.sum(z[i] * z[a]) / tau for a in range(size) if a != i}
        log_denominator = cmath.log(sum(cmath.exp(s) for s in similar.values()))
        weights = {p: weight(languages, i, p, lam) for p in chosen}
        total += sum(weights[p] * (log_denominator - similar[p]) for p in chosen) / sum(weights.values())
    return total / anchors if anchors else 0.0


def gradient(h, labels, languages, lam, tau):
    """dL/dh by the formula above, (B, d)."""
    size = len(h)
    norms = np.sqrt((h * h).sum(1))
    z = h / norms[:, None]
    anchors = [i for i in range(size) if positives(labels, i)]
    slope = np.zeros((size, size))  # dL/ds_ij
    for i in anchors:
        chosen = positives(labels, i)
        total_weight = sum(weight(languages, i, p, lam) for p in chosen)
        exponentials = {a: np.exp(z[i] @ z[a] / tau) for a in range(size) if a != i}
        for a, value in exponentials.items():
            slope[i, a] = value / sum(exponentials.values())
            if a in chosen:
                slope[i, a] -= weight(languages, i, a, lam) / total_weight
    slope /= max(1, len(anchors))
    by_z = (slope + slope.T) @ z / tau
    return (by_z - z * (z * by_z).sum(1, keepdims=True)) / norms[:, None]


def complex_step_gradient(h, *case):
    step = 1e-30
    result = np.empty_like(h)
    for index in np.ndindex(*h.shape):
        moved = h.astype(complex)
        moved[index] += 1j * step
        result[index] = complex(loss(moved, *case)).imag / step
    return result


def clusters(rng, labels, languages, width):
    """Embeddings with a part per emotion, a part per language, noise, and lengths from 0.3 to 5."""
    by_label = {label: rng.standard_normal(width) for label in sorted(set(labels))}
    by_language = {language: rng.standard_normal(width) for language in sorted(set(languages))}
    rows = [by_label[y] + 0.7 * by_language[lang] + rng.standard_normal(width) for y, lang in zip(labels, languages)]
    return np.array([row / np.linalg.norm(row) * rng.uniform(0.3, 5) for row in rows])


def inputs():
    """(name, lambda, tau, h, labels, languages) of every case."""
    width = 6
    for lam in (1.0, 2.5):
        for tau in (0.07, 0.5):
            rng = np.random.default_rng(7)  # the same batch four times: only lambda and tau change
            labels = [int(v) for v in rng.integers(0, 4, 12)]
            languages = [LANGUAGES[v] for v in rng.integers(0, 3, 12)]
            yield f"random, lambda {lam}, tau {tau}", lam, tau, clusters(rng, labels, languages, width), labels, languages

    rng = np.random.default_rng(8)
    labels = [y for _ in LANGUAGES for y in range(4) for _ in range(3)]
    languages = [language for language in LANGUAGES for _ in range(12)]
    yield "hierarchical 3 x 4 x 3", 2.5, 0.07, clusters(rng, labels, languages, 8), labels, languages

    rng = np.random.default_rng(9)
    labels, languages = [0, 0, 1, 1, 1, 3, 2, 2], ["de", "en", "de", "de", "it", "en", "it", "en"]
    yield "one anchor without positives", 2.5, 0.07, clusters(rng, labels, languages, width), labels, languages

    rng = np.random.default_rng(10)
    labels, languages = [0, 1, 2, 3], ["de", "en", "it", "de"]
    yield "nobody has a positive", 2.5, 0.07, clusters(rng, labels, languages, width), labels, languages

    yield "a batch of one", 2.5, 0.07, clusters(rng, [2], ["de"], width), [2], ["de"]
    yield "a batch of two that match", 2.5, 0.07, clusters(rng, [2, 2], ["de", "en"], width), [2, 2], ["de", "en"]

    rng = np.random.default_rng(11)
    labels = [int(v) for v in rng.integers(0, 3, 10)]
    h = clusters(rng, labels, ["de"] * 10, width)
    yield "single language, lambda 1.0", 1.0, 0.07, h, labels, ["de"] * 10
    yield "single language, lambda 2.5", 2.5, 0.07, h, labels, ["de"] * 10

    rng = np.random.default_rng(12)
    labels, languages = [0, 0, 1, 1, 2, 2, 3, 3], ["de", "en", "de", "it", "en", "en", "it", "de"]
    yield "identical embeddings", 2.5, 0.07, np.tile(rng.standard_normal(width), (8, 1)), labels, languages

    rng = np.random.default_rng(13)
    h = np.abs(rng.standard_normal(width)) + 1e-3 * rng.standard_normal((8, width))
    yield "nearly identical embeddings", 2.5, 0.07, h, labels, languages

    rng = np.random.default_rng(14)
    h = clusters(rng, labels, languages, width)
    yield "tau 0.005: exp(1/tau) overflows float32", 2.5, 0.005, h, labels, languages


def made_case(name, lam, tau, h, labels, languages):
    h = np.round(h, DIGITS)
    case = (labels, languages, lam, tau)
    analytic, numeric = gradient(h, *case), complex_step_gradient(h, *case)
    gap = float(np.abs(analytic - numeric).max() / (1 + np.abs(analytic).max()))
    assert gap <= GRADIENT_TOLERANCE, f"{name}: the two gradients differ by {gap:.3g}"
    value = complex(loss(h, *case)).real
    anchors = sum(bool(positives(labels, i)) for i in range(len(labels)))
    print(f"{name}: B {len(h)}, M {anchors}, loss {value:.12g}, |gradient| {np.linalg.norm(analytic):.3g}, gap {gap:.1g}")
    return {
        "name": name,
        "lambda": lam,
        "tau": tau,
        "h": h.tolist(),
        "labels": labels,
        "languages": languages,
        "anchors": anchors,
        "loss": value,
        "gradient": analytic.tolist(),
    }


def main() -> int:
    cases = [made_case(*case) for case in inputs()]
    return compare_or_write(__doc__, OUTPUT, f"reference/supclr_goldens.py; numpy {np.__version__}", cases)


if __name__ == "__main__":
    sys.exit(main())
