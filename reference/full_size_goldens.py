"""Makes two encoders of full size with seeded random weights, and their hidden states; nothing of it is committed.

    python reference/full_size_goldens.py --out DIR

    EMOGLOT_FULL_SIZE_GOLDENS=DIR ./emoglot test -Dslow -pl emoglot-model -am -Dtest=FullSizeParityTest \\
        -Dsurefire.failIfNoSpecifiedTests=false

DIR/wav2vec2-base    the base layout: group norm, post-norm, 12 layers of width 768 (0.4 GB)
DIR/wav2vec2-large   the layout of large-lv60, XLSR-53 and XLS-R 300M: layer norm on every convolution, convolution bias,
                     pre-norm, 24 layers of width 1024 (1.3 GB)
    Each is a Hugging Face folder, with golden.safetensors: for two clips i of 2.3 and 5.1 s
    clip{i}      (N,)    raw waveform, 16 kHz
    hidden{i}.l  (T, D)  l = 0: input of the first layer; l = 1..L: output of layer l
"""

import argparse
from pathlib import Path

import numpy as np
from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model

from wav2vec2_goldens import GROUP, LAYER, SAMPLE_RATE, draw_parameters, normalised, run, save, synthetic_clips

SECONDS = (2.3, 5.1)
LARGE = dict(hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096)


def clips() -> list[np.ndarray]:
    """The tiny goldens' voices, one after the other, until they are long enough."""
    voice = np.concatenate(synthetic_clips())
    return [np.resize(voice, int(seconds * SAMPLE_RATE)) for seconds in SECONDS]


def write(folder: Path, config: Wav2Vec2Config, masked: bool, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = Wav2Vec2Model(config)
    draw_parameters(model, seed)
    model.save_pretrained(folder)
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=SAMPLE_RATE, do_normalize=True, return_attention_mask=masked)
    extractor.save_pretrained(folder)
    model = Wav2Vec2Model.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    tensors = {}
    for i, clip in enumerate(clips()):
        tensors[f"clip{i}"] = clip
        for name, state in run(model, normalised(extractor, clip)[None]).items():
            if name.startswith("hidden."):
                tensors[name.replace("hidden", f"hidden{i}")] = state[0]
    save(folder / "golden.safetensors", tensors)
    print(f"{folder}: {sum(p.numel() for p in model.parameters())} parameters")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True, help="the folder to write to")
    out = parser.parse_args().out
    write(out / "wav2vec2-base", Wav2Vec2Config(**GROUP), masked=False, seed=1)
    write(out / "wav2vec2-large", Wav2Vec2Config(**LARGE, **LAYER), masked=True, seed=2)
