"""Makes the golden cases of the prototype loss across languages, in PyTorch float64 loops with automatic gradients.

    python reference/prototypes_goldens.py            # write the golden file
    python reference/prototypes_goldens.py --check    # make it again and compare with the committed one

For every clip i of language l and every emotion k that some other language of the batch has, the prototype is the mean over these
languages of the mean of their normalised embeddings of emotion k (prototypical networks, Snell et al. 2017, arXiv 1703.05175, with
the clip's own language held out). The loss of i is the cross-entropy of cosine similarity to the prototypes over tau; the loss of the
batch is the mean over those clips whose own emotion has a prototype, and 0 where there is none.

golden/prototypes.json, under emoglot-model/src/test/resources: {"cases": [...]}, each with name, tau, h (B rows of D), emotions and
languages (B integers), anchors, loss, gradient (B rows of D).
"""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from golden_cases import compare_or_write

OUTPUT = Path(__file__).resolve().parents[1] / "emoglot-model/src/test/resources/golden/prototypes.json"
DIGITS = 6  # of the embeddings, so that the file stays small; the loss is computed from the rounded ones


def prototype(z, emotions, languages, language, emotion):
    """The centre of an emotion over the other languages, or None."""
    means = []
    for other in sorted(set(languages) - {language}):
        chosen = [j for j in range(len(z)) if languages[j] == other and emotions[j] == emotion]
        if chosen:
            means.append(torch.stack([z[j] for j in chosen]).mean(0))
    return torch.stack(means).mean(0) if means else None


def losses(h, emotions, languages, tau):
    """The loss of every anchor."""
    z = functional.normalize(h, dim=1)
    result = []
    for i, (emotion, language) in enumerate(zip(emotions, languages)):
        centres = {k: prototype(z, emotions, languages, language, k) for k in sorted(set(emotions))}
        known = [k for k, centre in centres.items() if centre is not None]
        if emotion in known:
            similarity = torch.stack([functional.cosine_similarity(z[i], centres[k], dim=0) for k in known]) / tau
            result.append(functional.cross_entropy(similarity[None], torch.tensor([known.index(emotion)])))
    return result


def embeddings(rng, emotions, languages, width):
    """Embeddings with a part per emotion, a part per language, noise, and lengths from 0.3 to 5."""
    by_emotion, by_language = rng.standard_normal((8, width)), rng.standard_normal((8, width))
    rows = [by_emotion[y] + 0.7 * by_language[m] + rng.standard_normal(width) for y, m in zip(emotions, languages)]
    return np.array([row / np.linalg.norm(row) * rng.uniform(0.3, 5) for row in rows])


def made_case(name, tau, emotions, languages, seed, width=6, h=None):
    rng = np.random.default_rng(seed)
    h = np.round(embeddings(rng, emotions, languages, width) if h is None else h, DIGITS)
    x = torch.tensor(h, dtype=torch.float64, requires_grad=True)
    parts = losses(x, emotions, languages, tau)
    loss = torch.stack(parts).mean() if parts else 0 * x.sum()
    loss.backward()
    print(f"{name}: B {len(h)}, anchors {len(parts)}, loss {loss.item():.12g}, |gradient| {x.grad.norm().item():.3g}")
    return {
        "name": name,
        "tau": tau,
        "h": h.tolist(),
        "emotions": emotions,
        "languages": languages,
        "anchors": len(parts),
        "loss": loss.item(),
        "gradient": x.grad.tolist(),
    }


def main() -> int:
    hierarchical = [k for _ in range(3) for k in range(4) for _ in range(3)], [m for m in range(3) for _ in range(12)]
    rng = np.random.default_rng(7)
    random = [int(v) for v in rng.integers(0, 4, 14)], [int(v) for v in rng.integers(0, 3, 14)]
    close = np.abs(rng.standard_normal(6)) + 1e-3 * rng.standard_normal((8, 6))
    cases = [
        made_case("random, tau 0.1", 0.1, *random, 1),
        made_case("random, tau 1", 1.0, *random, 1),
        made_case("hierarchical 3 x 4 x 3", 0.1, *hierarchical, 2, width=8),
        made_case("two languages", 0.1, [0, 1, 2, 0, 1, 2], [0, 0, 0, 1, 1, 1], 3),
        made_case("an emotion that one language alone has", 0.1, [0, 1, 2, 0, 1, 3], [0, 0, 0, 1, 1, 1], 4),
        made_case("unequal numbers of clips", 0.1, [0, 0, 0, 0, 1, 0, 1, 1, 0, 1], [0, 0, 0, 0, 0, 1, 1, 1, 2, 2], 5),
        made_case("one emotion in all languages", 0.1, [0, 0, 0], [0, 1, 2], 6),
        made_case("one language", 0.1, [0, 1, 2, 3], [0, 0, 0, 0], 7),
        made_case("a batch of one", 0.1, [0], [0], 8),
        made_case("nearly identical embeddings", 0.1, [0, 0, 1, 1, 2, 2, 3, 3], [0, 1, 0, 2, 1, 2, 0, 1], 9, h=close),
        made_case("tau 0.005", 0.005, *random, 10),
    ]
    made_by = f"reference/prototypes_goldens.py; torch {torch.__version__.split('+')[0]}"
    return compare_or_write(__doc__, OUTPUT, made_by, cases)


if __name__ == "__main__":
    sys.exit(main())
