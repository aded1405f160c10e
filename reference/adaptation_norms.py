"""Compares a shift of the logits with the adaptation of an encoder's layer norms to recordings without labels.

    ./emoglot extract --backbone FOLDER --layer 1..6 --pooling mean --format npy --out STATES manifests/*.csv
    python reference/adaptation_norms.py STATES FOLDER --out FIGURES

STATES and FOLDER, the encoder of Whisper base, are those of adaptation.py, and so are heads, draws and UAR; index.csv tells
where the clips are. To be cheap, a draw adapts to 8 or 32 clips of one half, and evaluates CLIPS clips of the other.

Statistics: a layer norm puts out values of one mean and deviation per frame. Over the frames of many clips, each channel
still has its own. Layer after layer, these statistics of the sample are made those of the source: corpora that count the
same, OF_SOURCE clips of each, none of the language. The source counts as 8 clips of the sample, as in adaptation.py.
Entropy: a factor and a constant per channel of each layer norm are trained such that the answers to the sample become
surer (Wang et al. 2021, "Tent"), by STEPS steps of Adam; for its cost, after 32 clips alone.

FIGURES keeps what was measured of a corpus, so a second call goes on where the first ended. Printed is the UAR in %, the
mean over languages, and in brackets the worst gain of a language over the unadapted model in points. Below it stand two
figures of the pooled states that the head gets, after 32 clips, over all states: how far the mean of the evaluated clips
lies from that of the source, and their scatter about it (root mean square over channels, in the scatter of the source).
"""

import argparse
import csv
import json
from pathlib import Path

import numpy as np
import soundfile
import torch
from torch.nn.functional import gelu, scaled_dot_product_attention
from transformers import WhisperFeatureExtractor

from adaptation import SOURCE, Source, mean_of_logits, mean_of_states, product, uar, unadapted
from whisper_base_goldens import encoder
from whisper_goldens import log_mel

SIZES = [8, 32]
DRAWS = 3
CLIPS, OF_SOURCE = 40, 60
STEPS, RATE = (1, 3), 1e-3


def conditioned(samples):
    """As the manifest of ASED asks: no silence at the ends, speech at -26 dB (docs/corpora.md)."""
    powers = np.array([samples[at : at + 320].var(dtype=np.float64) for at in range(0, len(samples), 320)])
    loud = np.flatnonzero(powers > 1e-3 * np.sort(powers)[int(0.95 * (len(powers) - 1))])
    speech = samples[320 * loud[0] : 320 * (loud[-1] + 1)]
    return speech * np.float32(np.sqrt(10**-2.6 / speech.var(dtype=np.float64)))


class Encoder:
    """Hidden states of clips side by side, whose layer norms a function changes."""

    def __init__(self, folder, rows):
        self.model, self.extractor = encoder(folder), WhisperFeatureExtractor.from_pretrained(folder)
        self.model.requires_grad_(False)
        self.rows, self.known = rows, {}

    def start(self, clip):
        """The input of the first layer, (T, D)."""
        if clip not in self.known:
            row = self.rows[clip]
            samples, rate = soundfile.read(row["path"], dtype="float32")
            assert rate == 16_000 and samples.ndim == 1, f"{row['path']}: {rate} Hz, {samples.shape}"
            samples = conditioned(samples) if row["corpus"] == "ased" else samples
            x = torch.from_numpy(log_mel(self.extractor, samples, False).T.copy())[None]
            x = gelu(self.model.conv2(gelu(self.model.conv1(x))))[0].T
            self.known[clip] = x + self.model.embed_positions.weight[: len(x)]
        return self.known[clip]

    def attention(self, block, x, lengths):
        heads = (len(x), block.num_heads, block.head_dim)
        parts = (block.q_proj, block.k_proj, block.v_proj)
        q, k, v = (part(x).view(heads).transpose(0, 1).split(lengths, 1) for part in parts)
        mixed = [scaled_dot_product_attention(*of) for of in zip(q, k, v)]
        return block.out_proj(torch.cat(mixed, 1).transpose(0, 1).reshape(x.shape))

    def states(self, clips, change):
        """(clips, states times D); change(number of the layer norm, its output for all frames of the clips)"""
        starts = [self.start(clip) for clip in clips]
        lengths, x, found = [len(start) for start in starts], torch.cat(starts), []
        for number, layer in enumerate(self.model.layers):
            x = x + self.attention(layer.self_attn, change(2 * number, layer.self_attn_layer_norm(x)), lengths)
            x = x + layer.fc2(gelu(layer.fc1(change(2 * number + 1, layer.final_layer_norm(x)))))
            found.append(x)
        found[-1] = change(2 * len(found), self.model.layer_norm(x))
        return torch.stack([part.mean(0) for part in torch.cat(found, 1).split(lengths)])

    def batches(self, clips, change):
        """The same, a few clips at a time."""
        return np.concatenate([self.states(clips[at : at + 15], change).numpy() for at in range(0, len(clips), 15)])


def statistics(model, clips):
    """Of the clips of a corpus: their states, and mean and variance of each layer norm, (norms, 2, D)."""
    found = []

    def gather(_, y):
        found.append(torch.stack([y.mean(0), y.var(0)]))
        return y

    return model.states(clips, gather).numpy(), torch.stack(found)


class Statistics:
    """Those of the first clips that pass are made those of the source; later clips are changed alike."""

    def __init__(self, source, count, deviations):
        self.source, self.count, self.deviations, self.found = source, count, deviations, []

    def __call__(self, number, y):
        mean, variance = self.source[number]
        if number == len(self.found):
            weight = self.count / (self.count + SOURCE)
            ratio = 1 + weight * (y.var(0) / variance - 1) if self.deviations else torch.ones(len(mean))
            self.found.append((mean + weight * (y.mean(0) - mean), ratio.sqrt()))
        found, ratio = self.found[number]
        return (y - found) / ratio + mean


class Entropy:
    """Trained on a sample such that its answers become surer."""

    def __init__(self, source, norms, width):
        self.factors = torch.ones(norms, width, requires_grad=True)
        self.constants = torch.zeros(norms, width, requires_grad=True)
        self.adam = torch.optim.Adam([self.factors, self.constants], RATE)
        self.source = [torch.from_numpy(np.float32(v)) for v in (source.mean, source.deviation, source.head)]

    def step(self, states, number):
        mean, deviation, head = self.source
        x = ((states - mean) / deviation).view(len(states), number, -1)
        x = (x / (x.square().mean(2, keepdim=True) + 1e-10).sqrt()).flatten(1)
        logs = (x @ head[:-1] + head[-1]).log_softmax(1)
        self.adam.zero_grad()
        (logs.exp() * -logs).sum(1).mean().backward()
        self.adam.step()

    def __call__(self, number, y):
        return y * self.factors[number] + self.constants[number]


def measure(model, source, norms, x, y, clips):
    """UAR by method and n, of the clips of a corpus in the order of a draw."""
    pool, rest = clips[: len(clips) // 2], clips[len(clips) // 2 :][:CLIPS]
    found = {}
    for n in SIZES:
        of = pool[:n]
        states = {"": (x[of], x[rest])}
        for name, deviations in (("mean of layer norms", False), ("mean and deviation of layer norms", True)):
            change = Statistics(norms, len(of), deviations)
            states[name] = (model.states(of, change).numpy(), model.batches(rest, change))
        change = Entropy(source, len(norms), norms.shape[2])
        for step in range(1, max(STEPS) + 1) if n == 32 else ():
            change.step(model.states(of, change), source.states)
            if step in STEPS:
                with torch.no_grad():
                    states[f"layer norms by entropy (Tent), steps: {step}"] = (x[:0], model.batches(rest, change))
        answers = {
            "unadapted": (unadapted, ""),
            "mean of logits, emotions of the sample and usual offsets taken out (product)": (product, ""),
            "mean of logits": (mean_of_logits, ""),
            "mean of states": (mean_of_states, ""),
            **{name: (unadapted, name) for name in states if name},
            **{f"{name}, then mean of logits": (mean_of_logits, name) for name in states if name.startswith("mean")},
        }
        for name, (method, of_states) in answers.items():
            z = method(source, *states[of_states])
            found[f"{name}|{n}"] = uar(z.argmax(1), y[rest])
        if n == 32:
            for name, (_, of_rest) in states.items():
                offset = np.sqrt(((of_rest.mean(0) - source.mean) ** 2 / source.within).mean())
                found[f"{name or 'unadapted'}|offset"] = offset
                found[f"{name or 'unadapted'}|scatter"] = np.sqrt((of_rest.var(0) / source.within).mean())
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("states", type=Path)
    parser.add_argument("backbone", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--languages", nargs="*", help="measure these alone")
    arguments = parser.parse_args()
    with open(arguments.states / "index.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    x = np.load(arguments.states / "embeddings.npy").astype(np.float32)
    labels, languages, corpora = (np.array([row[key] for row in rows]) for key in ("label", "language", "corpus"))
    names = sorted(set(labels))
    y = np.searchsorted(names, labels)
    model = Encoder(arguments.backbone, rows)
    arguments.out.mkdir(parents=True, exist_ok=True)

    norms = {}
    for corpus in sorted(set(corpora)):
        file = arguments.out / f"{corpus}.pt"
        if not file.exists():
            clips = np.random.default_rng(0).permutation(np.flatnonzero(corpora == corpus))[:OF_SOURCE]
            states, found = statistics(model, clips)
            assert np.abs(states - x[clips]).max() < 1e-2, f"{corpus}: other states than those of Emoglot"
            torch.save(found, file)
        norms[corpus] = torch.load(file)

    figures = {}
    for language in sorted(set(languages)):
        seen, source = languages != language, None
        of_corpora = torch.stack([norms[corpus] for corpus in sorted(set(corpora[seen]))]).mean(0)
        for corpus in sorted(set(corpora[~seen])):
            file = arguments.out / f"{corpus}.json"
            if not file.exists() and language in (arguments.languages or [language]):
                model.known.clear()
                source = source or Source(x[seen], y[seen], corpora[seen], len(names), model.model.config.num_hidden_layers)
                draws = [np.random.default_rng(draw).permutation(np.flatnonzero(corpora == corpus)) for draw in range(DRAWS)]
                found = [measure(model, source, of_corpora, x, y, clips) for clips in draws]
                file.write_text(json.dumps({key: float(np.mean([of[key] for of in found])) for key in found[0]}))
            if file.exists():
                figures.setdefault(language, []).append(json.loads(file.read_text()))
    means = {language: {key: np.mean([of[key] for of in found]) for key in found[0]} for language, found in figures.items()}
    keys = list(dict.fromkeys(key for of in means.values() for key in of))
    print(f"UAR in %, mean over {', '.join(means)}, after n unlabelled clips (worst gain of a language)\n")
    print("| method | " + " | ".join(f"n = {n}" for n in SIZES) + " |")
    print("|---|" + "---|" * len(SIZES))
    for name in dict.fromkeys(key.split("|")[0] for key in keys):
        cells = []
        for n in SIZES:
            gains = [of[f"{name}|{n}"] - of[f"unadapted|{n}"] for of in means.values() if f"{name}|{n}" in of]
            of = np.mean([of.get(f"{name}|{n}", np.nan) for of in means.values()])
            cells.append(f"{of:.1f} ({min(gains):+.1f})" if gains else "")
        print(f"| {name} | " + " | ".join(cells) + " |")
    print("\n| states | offset | scatter |\n|---|---|---|")
    for name in (key.split("|")[0] for key in keys if key.endswith("|offset")):
        of = (np.mean([of[f"{name}|{part}"] for of in means.values()]) for part in ("offset", "scatter"))
        print(f"| {name} | " + " | ".join(f"{value:.2f}" for value in of) + " |")


if __name__ == "__main__":
    main()
