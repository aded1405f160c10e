"""Makes tiny saved models with random weights, a committee of them, synthetic clips, and their logits by mini_forward.py.

    python reference/mini_goldens.py            # write the golden files
    python reference/mini_goldens.py --check    # make them again and compare with the committed ones

mini-tiny and mini-tiny-mix, under emoglot-model/src/test/resources/golden, each with config.json,
preprocessor_config.json and model.safetensors as emoglot train writes them. mini-tiny pools the last hidden state, has
an odd convolution of positions and float32 weights; mini-tiny-mix pools a mixture of all states, has an even
convolution, normalises whole clips and has its weights in float16. golden.safetensors of mini-tiny holds the samples of both, i = 0, 1, 2:
    clip{i}        (N,)  float32, 16 kHz, whole multiples of 1/32768; clip2 has one frame alone
    logits{i}      (4,)  float64, of mini-tiny
    mix.logits{i}  (4,)  float64, of mini-tiny-mix
    committee.logits{i}  (4,)  float64, of mini-tiny-committee, whose members are both: the logarithms of their mean probabilities
statistics-tiny is a model of the encoder of utterance statistics, and its golden.safetensors holds, i = 0..4,
    clip{i}        (N,)   float32: those above, a longer one with pauses, and silence
    statistics{i}  (141,) float64, by utterance_statistics.py
    logits{i}      (4,)   float64, of statistics-tiny
whisper-packed-tiny is a packed model on a frozen Whisper without its last layer: int8 weights, states 1 and 2,
standardised, and two views; its golden.safetensors holds, i = 0..3,
    clip{i}        (N,)   float32: those above, and the longer one
    logits{i}      (4,)   float64
No parameter is at its starting value. Needs numpy and safetensors (requirements-mini.txt).
"""

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
from mini_forward import RATE, Committee, Mini, open_model, read_weights
from safetensors.numpy import save_file
from utterance_statistics import statistics

GOLDEN = Path(__file__).resolve().parents[1] / "emoglot-model/src/test/resources/golden"
TOLERANCE = 1e-9  # of --check, absolute
LABELS = ("neutral", "happy", "angry", "sad")
COMMITTEE = "mini-tiny-committee"
LENGTHS = (3_301, 2_005, 720)  # samples; the last is the shortest with a stride of 3


def layout(taps: int, norm: str) -> dict:
    return {
        "model_type": "emoglot-logmel",
        "num_mel_bins": 8,
        "stride": 3,
        "mel_norm": norm,
        "feat_extract_activation": "gelu",
        "hidden_act": "gelu",
        "hidden_size": 12,
        "num_hidden_layers": 2,
        "num_attention_heads": 3,
        "intermediate_size": 10,
        "num_conv_pos_embeddings": taps,
        "num_conv_pos_embedding_groups": 2,
        "do_stable_layer_norm": True,
        "layer_norm_eps": 1e-5,
        "hidden_dropout": 0.1,
    }


def config(encoder: dict, layer: str) -> dict:
    return {
        "model_type": "emoglot",
        "emoglot_version": "reference",
        "id2label": {str(k): label for k, label in enumerate(LABELS)},
        "label2id": {label: k for k, label in enumerate(LABELS)},
        "encoder": encoder,
        "adaptation": {
            "kind": "full",
            "loraRank": 8,
            "loraAlpha": 16.0,
            "loraTargets": ["q", "v"],
            "adapterWidth": 64,
            "gate": "branch-scalar",
            "trainFeatureEncoder": False,
            "lowestLayer": 0,
            "layer": layer,
        },
        "backbone": {"name": "mini", "sha256": "", "location": ""},
        "stores_backbone": True,
    }


def parameters(encoder: dict, layer: str, seed: int, dtype) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    width, inner = encoder["hidden_size"], encoder["intermediate_size"]
    taps, groups = encoder["num_conv_pos_embeddings"], encoder["num_conv_pos_embedding_groups"]
    tensors = {}

    def linear(name: str, inputs: int, outputs: int) -> None:
        tensors[name + ".weight"] = random.standard_normal((outputs, inputs)) / np.sqrt(inputs)
        tensors[name + ".bias"] = 0.1 * random.standard_normal(outputs)

    def norm(name: str) -> None:
        tensors[name + ".weight"] = 1 + 0.2 * random.standard_normal(width)
        tensors[name + ".bias"] = 0.1 * random.standard_normal(width)

    linear("wav2vec2.feature_projection.projection", encoder["stride"] * encoder["num_mel_bins"], width)
    convolution = "wav2vec2.encoder.pos_conv_embed.conv"
    tensors[convolution + ".weight_v"] = random.standard_normal((width, width // groups, taps))
    tensors[convolution + ".weight_g"] = 2 + 0.5 * random.standard_normal((1, 1, taps))
    tensors[convolution + ".bias"] = 0.1 * random.standard_normal(width)
    norm("wav2vec2.encoder.layer_norm")
    for number in range(encoder["num_hidden_layers"]):
        name = f"wav2vec2.encoder.layers.{number}"
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            linear(f"{name}.attention.{part}", width, width)
        norm(name + ".layer_norm")
        linear(name + ".feed_forward.intermediate_dense", width, inner)
        linear(name + ".feed_forward.output_dense", inner, width)
        norm(name + ".final_layer_norm")
    if layer == "mix":
        tensors["adapter.layer_mix.weight"] = random.standard_normal(encoder["num_hidden_layers"] + 1)
    linear("classifier.output", width, len(LABELS))
    return {name: np.ascontiguousarray(values, dtype=dtype) for name, values in tensors.items()}


def clips() -> list[np.ndarray]:
    """Gliding harmonics in noise, rounded to 16 bits so that another sine function cannot change a sample."""
    random = np.random.default_rng(4)
    made = []
    for length in LENGTHS:
        time = np.arange(length) / RATE
        phase = 2 * np.pi * (random.uniform(100, 250) * time + 150 * time**2)
        voice = sum(np.sin(k * phase + random.uniform(0, 6)) / k for k in range(1, 12))
        signal = 0.1 * voice * (0.6 + 0.4 * np.sin(40 * time)) + 0.01 * random.standard_normal(length)
        made.append((np.round(32_767 * np.clip(signal, -1, 1)) / 32_768).astype(np.float32))
    return made


def longer_clip(random=None) -> np.ndarray:
    """Speech-like, with pauses."""
    random = np.random.default_rng(9) if random is None else random
    time = np.arange(24_000) / RATE
    spoken = (np.sin(2 * np.pi * 1.7 * time) > -0.4) * (0.3 + 0.7 * time / time[-1])
    phase = 2 * np.pi * np.cumsum(180 + 60 * np.sin(2 * np.pi * 2.3 * time)) / RATE
    voice = sum(np.sin(k * phase) / k ** (1.5 - 0.5 * time) for k in range(1, 16))
    signal = 0.15 * spoken * voice + 0.002 * random.standard_normal(len(time))
    return (np.round(32_767 * np.clip(signal, -1, 1)) / 32_768).astype(np.float32)


def write_statistics(golden: Path) -> Path:
    random = np.random.default_rng(9)
    heard = [*clips(), longer_clip(random), np.zeros(4_000, np.float32)]
    values = [np.array(list(statistics(clip.astype(np.float64)).values())) for clip in heard]
    count, width = len(values[0]), 6
    name = "wav2vec2.feature_projection."
    tensors = {
        name + "standardization.mean": np.mean(values, 0) + 0.1 * random.standard_normal(count),
        name + "standardization.deviation": 0.5 + np.std(values, 0) + random.random(count),
        name + "projection.weight": random.standard_normal((width, count)) / np.sqrt(count),
        name + "projection.bias": 0.1 * random.standard_normal(width),
        "classifier.output.weight": random.standard_normal((len(LABELS), width)),
        "classifier.output.bias": 0.1 * random.standard_normal(len(LABELS)),
    }
    folder = golden / "statistics-tiny"
    folder.mkdir(parents=True, exist_ok=True)
    encoder = {"model_type": "emoglot-statistics", "hidden_size": width, "num_hidden_layers": 0, "hidden_dropout": 0.1}
    (folder / "config.json").write_text(json.dumps(config(encoder, "last"), indent=2) + "\n")
    (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor(), indent=2) + "\n")
    weights = {key: np.ascontiguousarray(value, dtype=np.float32) for key, value in tensors.items()}
    save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    model = Mini(folder)
    made = {}
    for i, clip in enumerate(heard):
        made |= {f"clip{i}": clip, f"statistics{i}": values[i], f"logits{i}": model.logits(clip.astype(np.float64))}
    made_by = f"reference/mini_goldens.py; numpy {np.__version__}"
    save_file(made, folder / "golden.safetensors", metadata={"made_by": made_by})
    return folder


def packed(tensors: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Matrices of the encoder as integers with a scale for each row; all else as float32."""
    made = {}
    for name, values in tensors.items():
        if values.ndim < 2 or not name.startswith("wav2vec2."):
            made[name] = np.ascontiguousarray(values, dtype=np.float32)
            continue
        rows = values.reshape(len(values), -1)
        scale = (np.abs(rows).max(1) / 127).astype(np.float32)
        made[name] = np.rint(rows / scale[:, None]).astype(np.int8).reshape(values.shape)
        made[name + ".scale"] = scale
    return made


def write_whisper(golden: Path) -> Path:
    random = np.random.default_rng(11)
    width, inner, layers, bands, positions = 12, 10, 3, 80, 100
    tensors, left_out = {}, []

    def linear(name: str, *shape: int, bias: bool = True) -> None:
        tensors[name + ".weight"] = random.standard_normal(shape) / np.sqrt(np.prod(shape[1:]))
        if bias:
            tensors[name + ".bias"] = 0.1 * random.standard_normal(shape[0])

    def norm(name: str) -> None:
        tensors[name + ".weight"] = 1 + 0.2 * random.standard_normal(width)
        tensors[name + ".bias"] = 0.1 * random.standard_normal(width)

    linear("wav2vec2.conv1", width, bands, 3)
    linear("wav2vec2.conv2", width, width, 3)
    tensors["wav2vec2.embed_positions.weight"] = random.standard_normal((positions, width))
    for number in range(layers):
        name = f"wav2vec2.layers.{number}."
        for part in "qkv":
            linear(f"{name}self_attn.{part}_proj", width, width, bias=part != "k")
        linear(name + "self_attn.out_proj", width, width)
        norm(name + "self_attn_layer_norm")
        linear(name + "fc1", inner, width)
        linear(name + "fc2", width, inner)
        norm(name + "final_layer_norm")
    norm("wav2vec2.layer_norm")
    for name in [name for name in tensors if name.startswith(("wav2vec2.layers.2.", "wav2vec2.layer_norm."))]:
        left_out.append(name.removeprefix("wav2vec2."))
        del tensors[name]
    tensors["adapter.standardize.mean"] = random.standard_normal(2 * width)
    tensors["adapter.standardize.deviation"] = 0.5 + random.random(2 * width)
    linear("classifier.output", len(LABELS), 2 * width)
    encoder = {
        "model_type": "whisper",
        "activation_function": "gelu",
        "num_mel_bins": bands,
        "d_model": width,
        "encoder_layers": layers,
        "encoder_attention_heads": 3,
        "encoder_ffn_dim": inner,
        "max_source_positions": positions,
    }
    made = config(encoder, "1..2")
    made["adaptation"] |= {"kind": "none", "pooling": "mean", "standardize": True}
    made |= {"views": "both", "storage": "int8", "left_out": left_out}
    folder = golden / "whisper-packed-tiny"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(made, indent=2) + "\n")
    extractor = {"feature_extractor_type": "WhisperFeatureExtractor", "feature_size": bands, "sampling_rate": RATE}
    extractor |= {"hop_length": 160, "n_fft": 400, "padding_value": 0.0}
    (folder / "preprocessor_config.json").write_text(json.dumps(extractor, indent=2) + "\n")
    save_file(packed(tensors), folder / "model.safetensors", metadata={"format": "pt"})
    model = open_model(folder)
    answers = {}
    for i, clip in enumerate([*clips(), longer_clip()]):
        answers |= {f"clip{i}": clip, f"logits{i}": model.logits(clip.astype(np.float64))}
        print(f"{folder.name}, clip {i}: {np.round(answers[f'logits{i}'], 4)}")
    made_by = f"reference/mini_goldens.py; numpy {np.__version__}"
    save_file(answers, folder / "golden.safetensors", metadata={"made_by": made_by})
    return folder


def preprocessor() -> dict:
    return {"do_normalize": False, "sampling_rate": RATE, "feature_size": 1, "padding_value": 0.0}


def write(golden: Path) -> list[Path]:
    tensors = {f"clip{i}": clip for i, clip in enumerate(clips())}
    models = (
        ("mini-tiny", "", 5, "band", "last", np.float32),
        ("mini-tiny-mix", "mix.", 4, "clip", "mix", np.float16),
    )
    for seed, (name, prefix, taps, norm, layer, dtype) in enumerate(models):
        folder = golden / name
        folder.mkdir(parents=True, exist_ok=True)
        encoder = layout(taps, norm)
        (folder / "config.json").write_text(json.dumps(config(encoder, layer), indent=2) + "\n")
        (folder / "preprocessor_config.json").write_text(json.dumps(preprocessor(), indent=2) + "\n")
        save_file(parameters(encoder, layer, seed, dtype), folder / "model.safetensors", metadata={"format": "pt"})
        model = Mini(folder)
        for i, clip in enumerate(clips()):
            tensors[f"{prefix}logits{i}"] = model.logits(clip.astype(np.float64))
            print(f"{name}, clip {i}: {np.round(tensors[f'{prefix}logits{i}'], 4)}")
    committee = write_committee(golden, [golden / model[0] for model in models])
    for i, clip in enumerate(clips()):
        tensors[f"committee.logits{i}"] = committee.logits(clip.astype(np.float64))
        print(f"mini-tiny-committee, clip {i}: {np.round(tensors[f'committee.logits{i}'], 4)}")
    made_by = f"reference/mini_goldens.py; numpy {np.__version__}"
    save_file(tensors, golden / "mini-tiny/golden.safetensors", metadata={"made_by": made_by})
    return [golden / model[0] for model in models] + [golden / COMMITTEE, write_statistics(golden), write_whisper(golden)]


def write_committee(golden: Path, models: list[Path]) -> Committee:
    members = [f"members/{i}" for i in range(len(models))]
    for member, model in zip(members, models):
        (golden / COMMITTEE / member).mkdir(parents=True, exist_ok=True)
        for name in ("config.json", "preprocessor_config.json", "model.safetensors"):
            shutil.copyfile(model / name, golden / COMMITTEE / member / name)
    kept = ("emoglot_version", "id2label", "label2id")
    of_member = json.loads((models[0] / "config.json").read_text())
    content = {"model_type": "emoglot-committee", **{key: of_member[key] for key in kept}, "members": members}
    (golden / COMMITTEE / "config.json").write_text(json.dumps(content, indent=2) + "\n")
    return Committee(golden / COMMITTEE)


def differences(committed: Path, made: Path) -> list[str]:
    """What differs between two files, one sentence each."""
    if not committed.exists():
        return [f"{committed} is missing."]
    if committed.suffix == ".json":
        same = json.loads(committed.read_text()) == json.loads(made.read_text())
        return [] if same else [f"{committed} has other JSON content."]
    old, new = read_weights(committed), read_weights(made)
    if {k: v.shape for k, v in old.items()} != {k: v.shape for k, v in new.items()}:
        return [f"{committed} has tensors of other names or shapes."]
    worst = max(float(np.abs(old[name] - new[name]).max()) for name in old)
    print(f"{committed.parent.name}/{committed.name}: greatest difference {worst:.2g}")
    return [] if worst <= TOLERANCE else [f"{committed} differs by {worst:.3g}, more than {TOLERANCE:g}."]


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes the golden files of the mini layout.")
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    if not parser.parse_args().check:
        write(GOLDEN)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        found = []
        for folder in write(Path(temporary)):
            for made in sorted(path for path in folder.rglob("*") if path.is_file()):
                found += differences(GOLDEN / made.relative_to(temporary), made)
    for sentence in found:
        print(sentence, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
