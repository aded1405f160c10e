"""Makes the golden cases of the class-balanced, label-smoothed cross-entropy, with PyTorch's own cross-entropy in float64.

    python reference/balanced_goldens.py            # write the golden file
    python reference/balanced_goldens.py --check    # make it again and compare with the committed one

The weight of class k with n_k training clips is that of Cui et al. (2019, arXiv 1901.05555): (1 - beta) / (1 - beta^n_k), scaled so
that the weights of the classes that occur add up to their number; with beta 1, the limit, 1 / n_k. The loss is the mean over the batch
of weight[y_i] times torch.nn.functional.cross_entropy(logits_i, y_i, label_smoothing); its gradient is automatic.

golden/balanced.json, under emoglot-model/src/test/resources: {"cases": [...]}, each with name, beta, smoothing, clips (K integers),
logits (B rows of K), emotions (B integers), loss, gradient (B rows of K).
"""

import sys
from pathlib import Path

import numpy as np
import torch

from golden_cases import compare_or_write

OUTPUT = Path(__file__).resolve().parents[1] / "emoglot-model/src/test/resources/golden/balanced.json"
DIGITS = 6  # of the logits, so that the file stays small; the loss is computed from the rounded ones


def class_weights(clips, beta):
    present = np.array([n > 0 for n in clips])
    n = np.array(clips, dtype=float)[present]
    raw = 1 / n if beta == 1 else (1 - beta) / (1 - np.power(beta, n))
    weights = np.zeros(len(clips))
    weights[present] = raw / raw.sum() * present.sum()
    return weights


def made_case(name, beta, smoothing, clips, size, seed):
    rng = np.random.default_rng(seed)
    logits = np.round(3 * rng.standard_normal((size, len(clips))), DIGITS)
    emotions = [int(v) for v in rng.choice([k for k, n in enumerate(clips) if n > 0], size)]
    x = torch.tensor(logits, dtype=torch.float64, requires_grad=True)
    y = torch.tensor(emotions)
    each = torch.nn.functional.cross_entropy(x, y, reduction="none", label_smoothing=smoothing)
    loss = (torch.tensor(class_weights(clips, beta))[y] * each).mean()
    loss.backward()
    print(f"{name}: B {size}, loss {loss.item():.12g}, |gradient| {x.grad.norm().item():.3g}")
    return {
        "name": name,
        "beta": beta,
        "smoothing": smoothing,
        "clips": clips,
        "logits": logits.tolist(),
        "emotions": emotions,
        "loss": loss.item(),
        "gradient": x.grad.tolist(),
    }


def main() -> int:
    skewed = [400, 120, 900, 30]
    cases = [
        made_case("plain cross-entropy", 0.0, 0.0, skewed, 12, 1),
        made_case("smoothing alone", 0.0, 0.1, skewed, 12, 1),
        made_case("beta 0.9", 0.9, 0.0, skewed, 12, 1),
        made_case("beta 0.999", 0.999, 0.0, skewed, 12, 1),
        made_case("beta 0.999 and smoothing", 0.999, 0.1, skewed, 12, 1),
        made_case("inverse frequency", 1.0, 0.1, skewed, 12, 1),
        made_case("an emotion without clips", 0.99, 0.2, [40, 0, 7, 300], 9, 2),
        made_case("a batch of one", 0.99, 0.1, skewed, 1, 3),
        made_case("two emotions", 0.999, 0.05, [10, 1000], 8, 4),
        made_case("a single clip of an emotion", 0.9999, 0.1, [1, 5000, 20, 300], 10, 5),
    ]
    made_by = f"reference/balanced_goldens.py; torch {torch.__version__.split('+')[0]}"
    return compare_or_write(__doc__, OUTPUT, made_by, cases)


if __name__ == "__main__":
    sys.exit(main())
