"""The logits of a saved model on a frozen Whisper encoder, packed (emoglot pack) and whole, by NumPy alone, in float64; mini_forward.py opens it.

It shares no code with Emoglot and follows what is published:
  energies     Whisper's (Radford et al. 2022, arXiv 2212.04356) as transformers' WhisperFeatureExtractor has them, of the
               clip's own frames: Hann windows of 25 ms every 10 ms, centred, the clip mirrored at its ends; triangular
               bands from 0 to 8 kHz on Slaney's mel scale, of area 1; log10, at most 8 below the loudest; (x + 4) / 4.
  encoder      two convolutions with GELU, the second of stride 2; positions; pre-norm layers, whose key projection has no
               bias; a norm after the last.
  embedding    the hidden states of adaptation.layer side by side, the mean of each over the frames; standardised by mean
               and deviation, and then each state to a root mean square of 1, if adaptation.standardize says so.
  views        "recording", the clip; "levelled", its speech at one level (see `levelled`); "both". The embedding of a
               clip is the mean over its views.
  head         one linear layer.
A recording of more than 30 s is heard in equal windows of at most 30 s, whose embeddings are averaged by their length.
"""

import json
import math
from pathlib import Path

import numpy as np
from mini_forward import RATE, WINDOW, Unsupported, gelu, read_weights, softmax

FRAME, HOP = 400, 160


def slaney(bands: int) -> np.ndarray:
    """(FRAME / 2 + 1, bands)"""
    top = 15 + 27 * math.log(8) / math.log(6.4)
    mels = np.linspace(0, top, bands + 2)
    edges = np.where(mels < 15, mels * 200 / 3, 1000 * 6.4 ** ((mels - 15) / 27))
    hertz = np.arange(FRAME // 2 + 1)[:, None] * RATE / FRAME
    rising = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (edges[2:] - edges[:-2])


def energies(samples: np.ndarray, bands: int) -> np.ndarray:
    """(T, bands)"""
    if len(samples) <= FRAME // 2:
        raise Unsupported(f"Expected more than {FRAME // 2} samples, found {len(samples)}.")
    padded = np.pad(samples, FRAME // 2, mode="reflect")
    frames = padded[np.arange(FRAME) + HOP * np.arange(len(samples) // HOP)[:, None]]
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)
    power = np.abs(np.fft.rfft(frames * hann)) ** 2
    logs = np.log10(np.maximum(power @ slaney(bands), 1e-10))
    return (np.maximum(logs, logs.max() - 8) + 4) / 4


def levelled(samples: np.ndarray) -> np.ndarray:
    """Without what is more than 35 dB below the 98th percentile at both ends, but for 50 ms; speech at -23 dBFS."""
    frame = RATE // 100

    def powers(x):
        return x[: len(x) // frame * frame].reshape(-1, frame).var(1)

    def loud(p):
        return np.sort(p)[math.floor(0.98 * (len(p) - 1) + 0.5)] if len(p) else 0.0

    smooth = np.convolve(powers(samples), np.ones(3) / 3, "same") if len(samples) >= 3 * frame else np.zeros(0)
    if len(smooth) >= 10:
        on = np.flatnonzero(smooth > 10**-3.5 * loud(smooth))
        if len(on):
            samples = samples[max(0, on[0] - 5) * frame : (on[-1] + 6) * frame]
    active = powers(samples)
    active = active[active > 1e-3 * loud(active)]
    return samples * np.sqrt(10**-2.3 / active.mean()) if len(active) else samples


class Whisper:
    """A saved model."""

    def __init__(self, folder: Path):
        config = json.loads((folder / "config.json").read_text())
        self.encoder, adaptation = config["encoder"], config["adaptation"]
        whole = config["stores_backbone"] and adaptation["kind"] == "none"
        if not whole or adaptation["layer"] == "mix" or adaptation.get("pooling", "mean") != "mean":
            raise Unsupported(f"Expected a packed model on a frozen encoder that pools means in {folder}.")
        if self.encoder.get("hearing", "valid") != "valid":
            raise Unsupported(f"Expected the hearing valid in {folder}, found {self.encoder['hearing']}.")
        self.labels = [config["id2label"][str(k)] for k in range(len(config["id2label"]))]
        layers = self.encoder["encoder_layers"]
        first, _, last = adaptation["layer"].replace("last", str(layers)).partition("..")
        self.states = range(int(first), int(last or first) + 1)
        self.standardize = adaptation.get("standardize", False)
        self.views = config.get("views", "recording")
        self.weights = read_weights(folder / "model.safetensors")

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.weights[name + ".weight"].T + self.weights.get(name + ".bias", 0)

    def norm(self, name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-5)
        return scaled * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def convolution(self, name: str, x: np.ndarray, stride: int) -> np.ndarray:
        kernel = self.weights[name + ".weight"]  # (out, in, 3)
        padded = np.pad(x, ((1, 1), (0, 0)))
        taps = [padded[tap : tap + len(x)] @ kernel[:, :, tap].T for tap in range(3)]
        return gelu(sum(taps)[::stride] + self.weights[name + ".bias"])

    def attention(self, name: str, x: np.ndarray) -> np.ndarray:
        heads = self.encoder["encoder_attention_heads"]
        split = (len(x), heads, x.shape[1] // heads)
        q, k, v = (self.linear(f"{name}.{part}_proj", x).reshape(split).transpose(1, 0, 2) for part in "qkv")
        mixed = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(split[2])) @ v
        return self.linear(name + ".out_proj", mixed.transpose(1, 0, 2).reshape(x.shape))

    def hidden_states(self, samples: np.ndarray) -> list[np.ndarray]:
        """Up to the highest that is pooled, (T, D) each."""
        x = self.convolution("wav2vec2.conv1", energies(samples, self.encoder["num_mel_bins"]), 1)
        x = self.convolution("wav2vec2.conv2", x, 2)
        positions = self.weights["wav2vec2.embed_positions.weight"]
        if len(x) > len(positions):
            raise Unsupported(f"Expected at most {len(positions)} frames, found {len(x)}.")
        x = x + positions[: len(x)]
        states = [x]
        for number in range(self.states[-1]):
            name = f"wav2vec2.layers.{number}."
            x = x + self.attention(name + "self_attn", self.norm(name + "self_attn_layer_norm", x))
            inner = gelu(self.linear(name + "fc1", self.norm(name + "final_layer_norm", x)))
            x = x + self.linear(name + "fc2", inner)
            states.append(x)
        if self.states[-1] == self.encoder["encoder_layers"]:
            states[-1] = self.norm("wav2vec2.layer_norm", x)
        return states

    def embedding(self, samples: np.ndarray) -> np.ndarray:
        """(D times states,)"""
        states = self.hidden_states(samples)
        pooled = np.stack([states[number].mean(0) for number in self.states])
        if self.standardize:
            mean, deviation = (self.weights[f"adapter.standardize.{part}"] for part in ("mean", "deviation"))
            pooled = (pooled - mean.reshape(pooled.shape)) / deviation.reshape(pooled.shape)
            pooled /= np.sqrt((pooled**2).mean(1, keepdims=True) + 1e-10)
        return pooled.reshape(-1)

    def heard(self, samples: np.ndarray) -> list[np.ndarray]:
        if self.views == "recording":
            return [samples]
        speech = levelled(samples)
        alone = self.views == "levelled" or np.array_equal(speech, samples)
        return [speech] if alone else [samples, speech]

    def logits(self, samples: np.ndarray) -> np.ndarray:
        """(K,)"""
        count = max(1, math.ceil(len(samples) / WINDOW))
        edges = [len(samples) * i // count for i in range(count + 1)]
        total = 0
        for start, end in zip(edges, edges[1:]):
            views = [self.embedding(view) for view in self.heard(samples[start:end])]
            total = total + (end - start) / len(samples) * np.mean(views, 0)
        return self.linear("classifier.output", total)
