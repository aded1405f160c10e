"""Compares heads on the frozen states of an encoder, on languages that they were never taught, and shows why they err.

    ./emoglot extract --backbone FOLDER --layer 1..6 --pooling mean --format npy --out STATES manifests/*.csv
    python reference/recipe_variants.py STATES --states 6

STATES holds embeddings.npy and index.csv: of each clip the means of all hidden states side by side. Every head learns from
all languages but one, on states as in adaptation.py, with one view of each clip. Printed is the UAR in % on each corpus of
the language left out, and the means over languages, of which a language with several corpora counts their mean.

The second table tells what the first head calls the clips of each corpus, and the UAR that it would have with one constant
for each emotion added to its logits. Those constants are chosen by the labels of the very clips that are measured: no
method may do so, and the figure only shows how much of the error is such a constant.
"""

import itertools

import numpy as np

from adaptation import Source, arguments_of_states, balanced, extracted, regression, softmax, uar

STEPS = np.arange(-1.5, 1.51, 0.25)  # of the constants in the second table


class Task:
    """The clips of all languages but one, and a head that was fitted to them."""

    def __init__(self, x, y, corpora, speakers, classes, states):
        self.y, self.corpora, self.speakers, self.classes = y, corpora, speakers, classes
        self.source = Source(x, y, corpora, classes, states)
        self.x = self.source.normal(x)
        self.weights = balanced(corpora, y)
        self.names = np.unique(corpora)

    def of(self, corpus):
        return self.corpora == corpus

    def fitted(self, x=None, weights=None, l2=1.0):
        weights = self.weights if weights is None else weights
        return regression(self.x if x is None else x, self.y, weights / weights.sum(), self.classes, l2)


def logits(w, x):
    return x @ w[:-1] + w[-1]


def recipe(task, x):
    return task.source.logits(x)


def with_penalty(l2):
    return lambda task, x: logits(task.fitted(l2=l2), task.source.normal(x))


def by_speakers(task, x):
    weights = task.weights.copy()
    for corpus in task.names:
        weights[task.of(corpus)] *= len(np.unique(task.speakers[task.of(corpus)])) ** 0.5
    return logits(task.fitted(weights=weights), task.source.normal(x))


def heads_of_corpora(task, x):
    heads = [task.fitted(weights=task.weights * task.of(corpus)) for corpus in task.names]
    return np.mean([logits(w, task.source.normal(x)) for w in heads], 0)


def without_a_corpus(task, x):
    heads = [task.fitted(weights=task.weights * ~task.of(corpus)) for corpus in task.names]
    return np.mean([logits(w, task.source.normal(x)) for w in heads], 0)


def means(task):
    weights = np.stack([task.weights * task.of(corpus) for corpus in task.names])
    return weights @ task.x / weights.sum(1, keepdims=True)


def centred(share):
    """The corpora are moved to one mean before the head learns; a clip of another language stays where it is."""

    def answer(task, x):
        at = np.searchsorted(task.names, task.corpora)
        w = task.fitted(task.x - share * means(task)[at])
        return logits(w, task.source.normal(x))

    return answer


def centred_by_likeness(task, x):
    """Like `centred(1)`; a clip is moved by the means of the corpora, each as much as the clip sounds like it."""
    at = np.searchsorted(task.names, task.corpora)
    mean = means(task)
    of_corpus = regression(task.x, at, task.weights, len(task.names), 0.1)
    z = task.source.normal(x)
    likeness = softmax(logits(of_corpus, z) / 3)
    return logits(task.fitted(task.x - mean[at]), z - likeness @ mean)


def radial(task, x):
    """Kernel ridge regression with a Gaussian kernel, every clip with its weight."""

    def kernel(a, b):
        return np.exp(a @ b.T / a.shape[1] - 1)

    z = task.source.normal(x)
    of_ones = kernel(task.x, task.x) + np.diag(1 / (task.weights * task.x.shape[1]))
    return kernel(z, task.x) @ np.linalg.solve(of_ones, np.eye(task.classes)[task.y] - 1 / task.classes)


VARIANTS = {
    "recipe": recipe,
    "l2 = 0.3": with_penalty(0.3),
    "l2 = 3": with_penalty(3.0),
    "corpora weighted by the root of their speakers": by_speakers,
    "mean of heads of single corpora": heads_of_corpora,
    "mean of heads that each miss a corpus": without_a_corpus,
    "corpora moved half to one mean": centred(0.5),
    "corpora moved to one mean": centred(1.0),
    "the same, and a clip by the corpora it sounds like": centred_by_likeness,
    "kernel ridge regression": radial,
}


def best_constants(z, y):
    """The largest UAR with a constant for each emotion but the first."""
    choices = itertools.product(STEPS, repeat=z.shape[1] - 1)
    return max(uar((z + np.array([0, *constants])).argmax(1), y) for constants in choices)


def main() -> None:
    arguments = arguments_of_states()
    columns = ("label", "language", "corpus", "speaker")
    x, labels, languages, corpora, speakers = extracted(arguments.folder, *columns)
    names = sorted(set(labels))
    y = np.searchsorted(names, labels)
    left_out = {language: sorted(set(corpora[languages == language])) for language in sorted(set(languages))}
    figures = {variant: {} for variant in VARIANTS}
    answers = {}
    for language, targets in left_out.items():
        seen = languages != language
        task = Task(x[seen], y[seen], corpora[seen], speakers[seen], len(names), arguments.states)
        for variant, answer in VARIANTS.items():
            z = answer(task, x[~seen])
            for corpus in targets:
                rows_of = corpora[~seen] == corpus
                figures[variant][corpus] = uar(z[rows_of].argmax(1), y[corpora == corpus])
                if variant == "recipe":
                    answers[corpus] = z[rows_of]
    every = [corpus for targets in left_out.values() for corpus in targets]
    print("| head | " + " | ".join(every) + " | mean over languages |")
    print("|---|" + "---|" * (len(every) + 1))
    for variant, of in figures.items():
        mean = np.mean([np.mean([of[corpus] for corpus in targets]) for targets in left_out.values()])
        print(f"| {variant} | " + " | ".join(f"{of[corpus]:.1f}" for corpus in every) + f" | {mean:.1f} |")
    print("\n| corpus | " + " | ".join(f"called {name}" for name in names) + " | UAR | with constants by its labels |")
    print("|---|" + "---|" * (len(names) + 2))
    for corpus, z in answers.items():
        truth = y[corpora == corpus]
        called = [100 * np.mean([(z.argmax(1)[truth == k] == of).mean() for k in np.unique(truth)]) for of in range(len(names))]
        shares = " | ".join(f"{share:.0f} %" for share in called)
        print(f"| {corpus} | {shares} | {figures['recipe'][corpus]:.1f} | {best_constants(z, truth):.1f} |")


if __name__ == "__main__":
    main()
