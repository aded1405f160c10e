"""Makes the wav2vec 2.0 golden folders of emoglot-model's tests from Hugging Face transformers.

    python reference/wav2vec2_goldens.py            # write the golden files
    python reference/wav2vec2_goldens.py --check    # make them again and compare with the committed ones

Nothing is downloaded: the models are tiny, every parameter is drawn from a seeded generator, and the clips are
synthetic. Each model is saved as a Hugging Face folder (config.json, model.safetensors, preprocessor_config.json),
read back from that folder, and then run in float32 on one thread in eval mode.

Folders, under emoglot-model/src/test/resources/golden:

wav2vec2-base-tiny   group norm on the first convolution, post-norm encoder, no convolution bias, no attention mask
wav2vec2-large-tiny  layer norm on every convolution, pre-norm encoder, convolution bias, attention mask
    golden.safetensors of both, with N samples, T frames, C = 32 channels, D = 48, L = 3 layers; i = 0, 1, 2:
    clip{i}               (N,)       raw waveform, 16 kHz, whole multiples of 1/32768
    normalised{i}         (N,)       the feature extractor's output for the clip alone
    conv{i}               (T, C)     output of the convolutional encoder
    projected{i}          (T, D)     output of the feature projection (layer norm, then linear)
    hidden{i}.0           (T, D)     input of the first transformer layer
    hidden{i}.l           (T, D)     output of layer l = 1..L; the pre-norm encoder's hidden{i}.L is after its last norm
    last_hidden_state{i}  (T, D)     equal to hidden{i}.L
    frames                (3,)       T of each clip, int64
    batch.hidden.3        (3, T, D)  last hidden states of the three clips as one batch, zero-padded after each was
                                     normalised alone; with the attention mask for large-tiny (its frames from
                                     frames[i] on mean nothing), without a mask for base-tiny, as transformers does it
wav2vec2-pretrained-prefix-tiny  a still smaller base layout saved from Wav2Vec2ForPreTraining: names carry the prefix
                                 "wav2vec2." and stand beside the pretraining heads, which a feature encoder ignores
    golden.safetensors: normalised0 and last_hidden_state0

base-tiny's batch is not a target to reach: its group norm averages over the padding, and every frame sees the others
through attention, so the batch differs from the clips alone. It is stored to measure that difference.
"""

import argparse
import json
import logging
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import safetensors
import torch
import transformers
from safetensors.numpy import save_file
from safetensors.torch import load_file as load_tensors
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2ForPreTraining, Wav2Vec2Model

GOLDEN = Path(__file__).resolve().parents[1] / "emoglot-model/src/test/resources/golden"
SAMPLE_RATE = 16_000
CLIP_LENGTHS = (3_277, 5_003, 7_007)  # samples; none of them fills its last frame, and the first is shorter than the
# positional convolution (9 frames, kernel 16)
CLIP_SEED = 20_260
TOLERANCE = 1e-5  # |new - committed| <= TOLERANCE * (1 + |committed|) in --check, for other processors' rounding

TINY = dict(
    conv_dim=[32] * 7,
    conv_kernel=[10, 3, 3, 3, 3, 2, 2],
    conv_stride=[5, 2, 2, 2, 2, 2, 2],
    hidden_size=48,
    num_hidden_layers=3,
    num_attention_heads=4,
    intermediate_size=96,
    num_conv_pos_embeddings=16,
    num_conv_pos_embedding_groups=4,
)
SMALLER = TINY | dict(
    conv_dim=[16] * 7,
    hidden_size=24,
    num_hidden_layers=1,
    num_attention_heads=2,
    intermediate_size=48,
    num_codevectors_per_group=4,
    num_codevector_groups=2,
    codevector_dim=8,
    proj_codevector_dim=8,
)
GROUP = dict(feat_extract_norm="group", do_stable_layer_norm=False, conv_bias=False)
LAYER = dict(feat_extract_norm="layer", do_stable_layer_norm=True, conv_bias=True)


def synthetic_clips() -> list[np.ndarray]:
    """Three seeded voice-like clips: gliding harmonics under a syllabic envelope, noise, a DC offset; float32 (N,)."""
    rng = np.random.default_rng(CLIP_SEED)
    clips = []
    for length in CLIP_LENGTHS:
        time = np.arange(length) / SAMPLE_RATE
        pitch = rng.uniform(100, 240) * (1 + 0.2 * np.sin(2 * np.pi * rng.uniform(1, 3) * time))
        phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
        voice = sum(rng.uniform(0.3, 1) / k * np.sin(k * phase + rng.uniform(0, 6)) for k in range(1, 16))
        envelope = 0.55 + 0.45 * np.sin(2 * np.pi * rng.uniform(3, 6) * time + rng.uniform(0, 6))
        signal = 0.12 * envelope * voice + 0.01 * rng.standard_normal(length) + rng.uniform(-0.02, 0.02)
        # Rounded to 16 bits, so that another sine function cannot change a sample.
        clips.append((np.round(np.clip(signal, -1, 1) * 32_767) / 32_768).astype(np.float32))
    return clips


def draw_parameters(model: torch.nn.Module, seed: int) -> None:
    """Draws every parameter anew, in the order of named_parameters, so that none keeps a trivial starting value."""
    rng = np.random.default_rng(seed)
    for name, parameter in model.named_parameters():
        noise = rng.standard_normal(tuple(parameter.shape))
        fan_in = max(1, math.prod(parameter.shape[1:]))
        if "pos_conv_embed" in name and name.endswith("original0"):  # g of the weight norm, (1, 1, K)
            value = 2 + 0.3 * noise
        elif "layer_norm" in name and name.endswith("weight"):
            value = 1 + 0.1 * noise
        elif name.endswith("bias"):
            value = 0.1 * noise
        elif "conv_layers" in name:
            value = noise * math.sqrt(2 / fan_in)  # half of the variance is lost in each GELU
        else:
            value = noise / math.sqrt(fan_in)
        parameter.data = torch.from_numpy(value.astype(np.float32))


def run(model: Wav2Vec2Model, inputs: np.ndarray, mask: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """Runs (B, N) inputs; the states by name, each (B, T, width)."""
    seen = {}

    def keep_conv(_module, _inputs, output):
        seen["conv"] = output.transpose(1, 2).clone()

    def keep_projected(_module, _inputs, output):
        seen["projected"] = output[0].clone()  # a copy: the encoder zeroes padded frames in place

    hooks = [
        model.feature_extractor.register_forward_hook(keep_conv),
        model.feature_projection.register_forward_hook(keep_projected),
    ]
    with torch.no_grad():
        output = model(
            torch.from_numpy(inputs),
            attention_mask=None if mask is None else torch.from_numpy(mask),
            output_hidden_states=True,
        )
    for hook in hooks:
        hook.remove()
    for layer, state in enumerate(output.hidden_states):
        seen[f"hidden.{layer}"] = state
    seen["last_hidden_state"] = output.last_hidden_state
    return {name: state.numpy() for name, state in seen.items()}


def save(path: Path, tensors: dict[str, np.ndarray]) -> None:
    made_by = (
        f"reference/{Path(sys.argv[0]).name}; numpy {np.__version__}, torch {torch.__version__.split('+')[0]}, "
        f"transformers {transformers.__version__}, safetensors {safetensors.__version__}"
    )
    save_file({k: np.ascontiguousarray(v) for k, v in tensors.items()}, path, metadata={"made_by": made_by})


def normaliser(masked: bool) -> Wav2Vec2FeatureExtractor:
    return Wav2Vec2FeatureExtractor(sampling_rate=SAMPLE_RATE, do_normalize=True, return_attention_mask=masked)


def normalised(extractor: Wav2Vec2FeatureExtractor, clip: np.ndarray) -> np.ndarray:
    return extractor(clip, sampling_rate=SAMPLE_RATE, return_tensors="np").input_values[0]


def padded(inputs: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Zero-padded batch (B, N) and its mask (B, N), 1 where a sample is valid."""
    longest = max(len(x) for x in inputs)
    batch = np.stack([np.pad(x, (0, longest - len(x))) for x in inputs])
    mask = np.stack([(np.arange(longest) < len(x)).astype(np.int64) for x in inputs])
    return batch, mask


def write_layout(folder: Path, layout: dict, masked: bool, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = Wav2Vec2Model(Wav2Vec2Config(**TINY, **layout))
    draw_parameters(model, seed)
    model.save_pretrained(folder)
    extractor = normaliser(masked)
    extractor.save_pretrained(folder)
    # Eager attention is the plain softmax(QK/sqrt(d))V, without a fused kernel's own order of summation.
    model = Wav2Vec2Model.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()

    clips = synthetic_clips()
    inputs = [normalised(extractor, clip) for clip in clips]
    tensors = {}
    for i, (clip, values) in enumerate(zip(clips, inputs)):
        tensors |= {f"clip{i}": clip, f"normalised{i}": values}
        for name, state in run(model, values[None]).items():
            kind, _, layer = name.partition(".")
            tensors[f"{kind}{i}" + (f".{layer}" if layer else "")] = state[0]
    frames = [tensors[f"conv{i}"].shape[0] for i in range(len(clips))]
    tensors["frames"] = np.array(frames, dtype=np.int64)

    batch, mask = padded(inputs)
    last = TINY["num_hidden_layers"]
    together = run(model, batch, mask if masked else None)[f"hidden.{last}"]
    tensors[f"batch.hidden.{last}"] = together
    save(folder / "golden.safetensors", tensors)

    gaps = [float(np.abs(together[i, :t] - tensors[f"hidden{i}.{last}"]).max()) for i, t in enumerate(frames)]
    print(f"{folder.name}: frames {frames}, greatest |batch - alone| per clip {['%.2g' % g for g in gaps]}")


def write_prefixed(folder: Path, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = Wav2Vec2ForPreTraining(Wav2Vec2Config(**SMALLER, **GROUP))
    draw_parameters(model, seed)
    model.save_pretrained(folder)
    extractor = normaliser(masked=False)
    extractor.save_pretrained(folder)
    encoder = Wav2Vec2Model.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    values = normalised(extractor, synthetic_clips()[0])
    state = run(encoder, values[None])["last_hidden_state"][0]
    save(folder / "golden.safetensors", {"normalised0": values, "last_hidden_state0": state})


def write(golden: Path) -> list[Path]:
    folders = [golden / f"wav2vec2-{name}" for name in ("base-tiny", "large-tiny", "pretrained-prefix-tiny")]
    write_layout(folders[0], GROUP, masked=False, seed=1)
    write_layout(folders[1], LAYER, masked=True, seed=2)
    write_prefixed(folders[2], seed=3)
    return folders


def load(path: Path) -> dict[str, np.ndarray]:
    """A safetensors file, or a state dict of torch.save, in float32 where NumPy lacks the type."""
    tensors = torch.load(path, weights_only=True) if path.suffix == ".bin" else load_tensors(path)
    return {name: (x.float() if x.dtype == torch.bfloat16 else x).numpy() for name, x in tensors.items()}


def differences(committed: Path, made: Path, tolerance: float) -> list[str]:
    """What differs between two files, one sentence each; prints how near the tensors are."""
    if not committed.exists():
        return [f"{committed} is missing"]
    if committed.read_bytes() == made.read_bytes():
        print(f"{committed.parent.name}/{committed.name}: identical bytes")
        return []
    if committed.suffix == ".json":
        same = json.loads(committed.read_text()) == json.loads(made.read_text())
        return [] if same else [f"{committed}: other JSON content"]
    old, new = load(committed), load(made)
    if old.keys() != new.keys():
        return [f"{committed}: other tensor names {sorted(old.keys() ^ new.keys())}"]
    found, worst = [], 0.0
    for name in old:
        if old[name].shape != new[name].shape or old[name].dtype != new[name].dtype:
            found.append(f"{committed}: {name} is {new[name].dtype} {new[name].shape}, committed {old[name].shape}")
            continue
        gap = float(np.max(np.abs(new[name] - old[name]) / (1 + np.abs(old[name])), initial=0))
        worst = max(worst, gap)
        if not gap <= tolerance:
            found.append(f"{committed}: {name} differs by {gap:.3g}, more than {tolerance:g}")
    print(f"{committed.parent.name}/{committed.name}: greatest relative difference {worst:.3g}")
    return found


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file())


def main(write_all, tolerance: float) -> int:
    """Writes the files, or with --check compares them with a fresh set; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    if not parser.parse_args().check:
        for folder in write_all(GOLDEN):
            for path in files(folder):
                print(f"{path.relative_to(GOLDEN)}: {path.stat().st_size} bytes")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        found = []
        for folder in write_all(Path(scratch)):
            for path in files(folder):
                found += differences(GOLDEN / path.relative_to(scratch), path, tolerance)
    print("\n".join(found) if found else "The committed files are what this script makes.")
    return 1 if found else 0


torch.set_num_threads(1)
transformers.utils.logging.disable_progress_bar()
logging.getLogger("transformers").setLevel(logging.ERROR)

if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
