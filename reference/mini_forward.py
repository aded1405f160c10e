"""The logits of a saved model of a built-in encoder, mini or statistics, or of a packed one on Whisper (whisper_forward.py), or of a committee of such, computed once more without Emoglot: NumPy and nothing else, in float64.

    python reference/mini_forward.py --model MODEL_FOLDER --samples CLIP.wav      # or CLIP.npy, (N,), 16 kHz, in [-1, 1)

Prints one line of JSON: {"logits": {label: value}, "probabilities": {label: value}}.

It shares no code with Emoglot and follows what is published:
  frames       Kaldi's filter bank as the feature extractor of w2v-BERT 2.0 has it (Seamless Communication 2023, arXiv
               2312.05187); the recipe in formulas is in the header of logmel_goldens.py, whose steps 1 to 9 hold here.
               With "mel_norm": "clip" in config.json the mean and variance are those of the whole clip, not of each band.
               `stride` neighbouring frames are one frame of the transformer; an incomplete last group is dropped.
  transformer  wav2vec 2.0 (Baevski et al. 2020, arXiv 2006.11477) in its pre-norm form, with the parameter names and
               config.json keys of Hugging Face's Wav2Vec2Model: projection, positions by a grouped convolution with
               weight norm over each of its taps, layers, a last layer norm. The projection has no norm of its own.
  statistics   of the other built-in encoder: those of utterance_statistics.py, less the mean and over the deviation that the
               model holds, at most 4 to either side, projected. One frame, and no transformer.
  head         the mean over time, then one linear layer, softmax.
A recording of more than 30 s is heard in equal windows of at most 30 s, whose means over time are averaged by their
number of frames.

A committee (Lakshminarayanan et al. 2017, arXiv 1612.01474) averages the probabilities of its members, each of which hears
the whole recording; its logits are their logarithms.

Shapes: N samples, T frames, D hidden_size, H heads, K labels.
"""

import argparse
import json
import math
import sys
import wave
from pathlib import Path

import numpy as np

RATE, FRAME, HOP, FFT = 16_000, 400, 160, 512
WINDOW = 30 * RATE
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I8": "<i1"}


class Unsupported(Exception):
    """A model or a clip that this program does not understand."""


def read_weights(path: Path) -> dict[str, np.ndarray]:
    """A safetensors file: the header's length in 8 bytes, the header as JSON, the tensors' bytes."""
    data = path.read_bytes()
    start = 8 + int.from_bytes(data[:8], "little")
    tensors = {}
    for name, entry in json.loads(data[8:start]).items():
        if name == "__metadata__":
            continue
        if entry["dtype"] not in TYPES:
            raise Unsupported(f"Expected floating-point or packed weights in {path}, found {entry['dtype']} for {name}.")
        first, end = entry["data_offsets"]
        raw = np.frombuffer(data[start + first : start + end], TYPES[entry["dtype"]])
        if entry["dtype"] == "BF16":  # the upper half of a float32
            raw = (raw.astype(np.uint32) << 16).view(np.float32)
        tensors[name] = raw.astype(np.float64).reshape(entry["shape"])
    for name in [name for name in tensors if name + ".scale" in tensors]:  # packed: integers and a scale for each row
        scale = tensors.pop(name + ".scale")
        tensors[name] = tensors[name] * scale.reshape(-1, *[1] * (tensors[name].ndim - 1))
    return tensors


def read_samples(path: Path) -> np.ndarray:
    """(N,) in [-1, 1)."""
    if path.suffix == ".npy":
        samples = np.load(path)
        if samples.ndim != 1 or samples.dtype.kind != "f":
            raise Unsupported(f"Expected floats of shape (N,) in {path}, found {samples.dtype} {samples.shape}.")
        return samples.astype(np.float64)
    with wave.open(str(path)) as file:
        found = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        if found != (1, 2, RATE):
            raise Unsupported(f"Expected 16-bit mono at 16 kHz in {path}, found {found} (channels, bytes, Hz).")
        return np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32_768


def mel(hertz):
    return 1127 * np.log(1 + hertz / 700)


def mel_filters(bands: int) -> np.ndarray:
    """(FFT / 2 + 1, bands)"""
    edges = np.linspace(mel(20), mel(RATE / 2), bands + 2)
    at = mel(np.arange(FFT // 2 + 1) * RATE / FFT)[:, None]
    width = edges[1] - edges[0]
    return np.clip(1 - np.abs(at - edges[1:-1]) / width, 0, None)


def log_mel(samples: np.ndarray, bands: int, stride: int, norm: str) -> np.ndarray:
    """(T, stride * bands)"""
    count = (len(samples) - FRAME) // HOP + 1
    if count < stride:
        raise Unsupported(f"Expected at least {FRAME + (stride - 1) * HOP} samples, found {len(samples)}.")
    index = np.arange(FRAME) + HOP * np.arange(count)[:, None]
    frames = samples[index] * 2**15
    frames = frames - frames.mean(1, keepdims=True)
    frames = frames - 0.97 * np.concatenate([frames[:, :1], frames[:, :-1]], 1)
    povey = np.power(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1)), 0.85)
    power = np.abs(np.fft.rfft(frames * povey, FFT)) ** 2
    energies = np.log(np.maximum(power @ mel_filters(bands), 2.0**-23))
    counted = energies if norm == "band" else energies.reshape(-1, 1)  # each column has mean and variance of its own
    deviation = np.sqrt(((counted - counted.mean(0)) ** 2).sum(0) / max(1, len(counted) - 1) + 1e-7)
    normalised = (energies - counted.mean(0)) / deviation
    return normalised[: count // stride * stride].reshape(-1, stride * bands)


class Mini:
    """A saved model."""

    def __init__(self, folder: Path):
        config = json.loads((folder / "config.json").read_text())
        self.encoder, adaptation = config["encoder"], config["adaptation"]
        self.hears_statistics = self.encoder.get("model_type") == "emoglot-statistics"
        wanted = {"model_type": "emoglot-logmel", "do_stable_layer_norm": True, "hidden_act": "gelu"}
        if self.hears_statistics:
            wanted = {"model_type": "emoglot-statistics", "num_hidden_layers": 0}
        found = {key: self.encoder.get(key) for key in wanted}
        if found != wanted or not config["stores_backbone"] or adaptation["kind"] == "peft":
            raise Unsupported(f"Expected a whole model of a built-in encoder in {folder}, found another layout: {found}.")
        self.labels = [config["id2label"][str(k)] for k in range(len(config["id2label"]))]
        self.layer = adaptation["layer"]  # last, mix, or the number of a hidden state
        self.weights = read_weights(folder / "model.safetensors")

    def linear(self, name: str, x: np.ndarray) -> np.ndarray:
        return x @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def norm(self, name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(-1, keepdims=True)
        variance = (centred**2).mean(-1, keepdims=True)
        scaled = centred / np.sqrt(variance + self.encoder["layer_norm_eps"])
        return scaled * self.weights[name + ".weight"] + self.weights[name + ".bias"]

    def positions(self, x: np.ndarray) -> np.ndarray:
        """(T, D) to (T, D): what the convolution makes of the frames around each."""
        name = "wav2vec2.encoder.pos_conv_embed.conv"
        v, g = self.weights[name + ".weight_v"], self.weights[name + ".weight_g"]  # (D, D / groups, taps), (1, 1, taps)
        kernel = g * v / np.sqrt((v**2).sum((0, 1), keepdims=True))
        groups, taps = self.encoder["num_conv_pos_embedding_groups"], v.shape[2]
        padded = np.pad(x, ((taps // 2, taps // 2), (0, 0)))
        out = np.zeros_like(x)
        width = x.shape[1] // groups
        for group in range(groups):
            part = slice(group * width, (group + 1) * width)
            for tap in range(taps):
                out[:, part] += padded[tap : tap + len(x), part] @ kernel[part, :, tap].T
        return gelu(out + self.weights[name + ".bias"])

    def attention(self, name: str, x: np.ndarray) -> np.ndarray:
        heads = self.encoder["num_attention_heads"]
        split = (len(x), heads, x.shape[1] // heads)
        q, k, v = (self.linear(f"{name}.{part}_proj", x).reshape(split).transpose(1, 0, 2) for part in "qkv")
        mixed = softmax(q @ k.transpose(0, 2, 1) / math.sqrt(split[2])) @ v  # (H, T, D / H)
        return self.linear(name + ".out_proj", mixed.transpose(1, 0, 2).reshape(x.shape))

    def hidden_states(self, frames: np.ndarray) -> list[np.ndarray]:
        """The transformer's input and each layer's output, (T, D); the last after the last norm."""
        x = self.linear("wav2vec2.feature_projection.projection", frames)
        if self.hears_statistics:
            return [x]
        x = x + self.positions(x)
        states = [x]
        for number in range(self.encoder["num_hidden_layers"]):
            name = f"wav2vec2.encoder.layers.{number}"
            x = x + self.attention(name + ".attention", self.norm(name + ".layer_norm", x))
            inner = self.linear(name + ".feed_forward.intermediate_dense", self.norm(name + ".final_layer_norm", x))
            x = x + self.linear(name + ".feed_forward.output_dense", gelu(inner))
            states.append(x)
        states[-1] = self.norm("wav2vec2.encoder.layer_norm", x)
        return states

    def pooled(self, states: list[np.ndarray]) -> np.ndarray:
        """(D,)"""
        if self.layer == "mix":
            shares = softmax(self.weights["adapter.layer_mix.weight"])
            return np.tensordot(shares, np.stack(states), 1).mean(0)
        return states[-1 if self.layer == "last" else int(self.layer)].mean(0)

    def frames(self, samples: np.ndarray) -> np.ndarray:
        """(T, stride * bands), or (1, statistics)"""
        if self.hears_statistics:
            from utterance_statistics import statistics  # which imports this file

            name = "wav2vec2.feature_projection.standardization"
            values = np.array(list(statistics(samples).values()))
            return np.clip((values - self.weights[name + ".mean"]) / self.weights[name + ".deviation"], -4, 4)[None]
        norm = self.encoder.get("mel_norm", "band")  # earlier models do not say it
        if norm not in ("band", "clip"):
            raise Unsupported(f"Expected mel_norm to be band or clip, found {norm}.")
        return log_mel(samples, self.encoder["num_mel_bins"], self.encoder["stride"], norm)

    def logits(self, samples: np.ndarray) -> np.ndarray:
        """(K,)"""
        count = max(1, math.ceil(len(samples) / WINDOW))
        edges = [len(samples) * i // count for i in range(count + 1)]
        total, frames = 0, 0
        for start, end in zip(edges, edges[1:]):
            features = self.frames(samples[start:end])
            total = total + len(features) * self.pooled(self.hidden_states(features))
            frames += len(features)
        return self.linear("classifier.output", total / frames)


class Committee:
    """Several saved models."""

    def __init__(self, folder: Path):
        config = json.loads((folder / "config.json").read_text())
        self.labels = [config["id2label"][str(k)] for k in range(len(config["id2label"]))]
        self.members = [open_model(folder / member) for member in config["members"]]
        if any(member.labels != self.labels for member in self.members):
            raise Unsupported(f"Expected members with the labels {self.labels} in {folder}.")

    def logits(self, samples: np.ndarray) -> np.ndarray:
        """(K,)"""
        return np.log(np.mean([softmax(member.logits(samples)) for member in self.members], 0))


def open_model(folder: Path):
    config = json.loads((folder / "config.json").read_text())
    if config.get("model_type") == "emoglot-committee":
        return Committee(folder)
    if config.get("encoder", {}).get("model_type") == "whisper":
        from whisper_forward import Whisper  # which imports this file

        return Whisper(folder)
    return Mini(folder)


def gelu(x: np.ndarray) -> np.ndarray:
    return x * (1 + np.vectorize(math.erf, otypes=[float])(x / math.sqrt(2))) / 2


def softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)


def main() -> int:
    parser = argparse.ArgumentParser(description="The logits of a saved mini model by NumPy alone.")
    parser.add_argument("--model", type=Path, required=True, help="folder with config.json and model.safetensors or members")
    parser.add_argument("--samples", type=Path, required=True, help="16-bit mono WAV at 16 kHz, or floats as .npy")
    options = parser.parse_args()
    try:
        model = open_model(options.model)
        logits = model.logits(read_samples(options.samples))
    except (Unsupported, OSError, wave.Error) as problem:
        print(problem, file=sys.stderr)
        return 2
    answer = {"logits": logits, "probabilities": softmax(logits)}
    print(json.dumps({key: dict(zip(model.labels, values.tolist())) for key, values in answer.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
