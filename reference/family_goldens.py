"""Makes the golden folders of wav2vec 2.0's relatives and mixed layouts, and one encoder in every weight format.

    python reference/family_goldens.py            # write the golden files
    python reference/family_goldens.py --check    # make them again and compare with the committed ones

As in wav2vec2_goldens.py, nothing is downloaded: tiny models, every parameter from a seeded generator, float32, one
thread, eval mode, each model saved as a Hugging Face folder and read back from it before it is run.

Folders, under emoglot-model/src/test/resources/golden:

wav2vec2-mixed-tiny    layer norm on every convolution without bias, post-norm encoder, do_normalize false
hubert-base-tiny       group norm, post-norm; saved from HubertForCTC: names begin with "hubert.", beside a head
hubert-large-tiny      layer norm on every convolution, convolution bias, pre-norm
hubert-variant-tiny    no layer norm in the feature projection (as DistilHuBERT), a batch norm in the positional
                       convolution (as mHuBERT-147)
wavlm-base-tiny        group norm, post-norm, do_normalize false; saved from WavLMForSequenceClassification with a
                       weighted sum of layers: names begin with "wavlm.", beside three heads
wavlm-large-tiny       layer norm on every convolution without bias, pre-norm
unispeech-tiny         group norm, post-norm
unispeech-sat-base-tiny   group norm, post-norm; saved from UniSpeechSatForPreTraining: names begin with
                       "unispeech_sat.", beside its heads
unispeech-sat-large-tiny  layer norm on every convolution, pre-norm
data2vec-tiny          layer norm on every convolution without bias, five positional convolutions of odd kernel
data2vec-ctc-tiny      convolution bias, two positional convolutions of even kernel, do_normalize false; saved from
                       Data2VecAudioForCTC: names begin with "data2vec_audio.", beside a head
    golden.safetensors of each, i = 0, 1, 2 for the clips of wav2vec2-base-tiny, T frames, D = 24, L = 3 layers:
    normalised0  (N,)    the feature extractor's output for the first clip alone
    hidden{i}.l  (T, D)  l = 0: input of the first layer; l = 1..L: output of layer l, as output_hidden_states

formats-tiny           one encoder as f32, f16 and bf16 (safetensors), f32-sharded, bin-zip and bin-legacy (torch.save)
    golden.safetensors: normalised0 (N,), and as f32, f16, bf16 (T, D) the last hidden states of that folder's weights,
    computed in float32. The other three hold the weights of f32.
"""

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from transformers import (
    Data2VecAudioConfig,
    Data2VecAudioForCTC,
    Data2VecAudioModel,
    HubertConfig,
    HubertForCTC,
    HubertModel,
    UniSpeechConfig,
    UniSpeechModel,
    UniSpeechSatConfig,
    UniSpeechSatForPreTraining,
    UniSpeechSatModel,
    Wav2Vec2Config,
    Wav2Vec2FeatureExtractor,
    Wav2Vec2Model,
    WavLMConfig,
    WavLMForSequenceClassification,
    WavLMModel,
)

from wav2vec2_goldens import (
    GROUP,
    LAYER,
    SAMPLE_RATE,
    SMALLER,
    TOLERANCE,
    draw_parameters,
    main,
    normalised,
    run,
    save,
    synthetic_clips,
)

SIZES = dict(
    conv_dim=[16] * 7,
    conv_kernel=[10, 3, 3, 3, 3, 2, 2],
    conv_stride=[5, 2, 2, 2, 2, 2, 2],
    hidden_size=24,
    num_hidden_layers=3,
    num_attention_heads=3,
    intermediate_size=48,
    num_conv_pos_embeddings=16,
    num_conv_pos_embedding_groups=4,
)
# The clips have up to 21 frames: single distances up to 7, classes of several up to 15, and beyond.
DISTANCES = dict(num_buckets=32, max_bucket_distance=16)
QUANTIZER = dict(num_codevectors_per_group=4, codevector_dim=8, proj_codevector_dim=8, num_clusters=5)
HEADS = dict(vocab_size=5, classifier_proj_size=6, use_weighted_layer_sum=True)


def draw(model: torch.nn.Module, seed: int) -> None:
    """draw_parameters, and what only these families have: batch statistics, distances and gates of full size."""
    draw_parameters(model, seed)
    rng = np.random.default_rng(1_000 + seed)
    for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
        noise = rng.standard_normal(tuple(tensor.shape))
        if "rel_attn_embed" in name or "distance_embedding" in name:
            value = 2 * noise
        elif name.endswith(("gru_rel_pos_const", "batch_norm.weight")):
            value = 1 + 0.3 * noise
        elif name.endswith("running_mean"):
            value = 0.3 * noise
        elif name.endswith("running_var"):
            value = np.exp(0.3 * noise)
        else:
            continue
        tensor.data = torch.from_numpy(value.astype(np.float32))


def write_family(folder: Path, saved: torch.nn.Module, bare: type, do_normalize: bool, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw(saved, seed)
    saved.save_pretrained(folder)
    masked = getattr(saved.config, "feat_extract_norm", "layer") == "layer"
    extractor = Wav2Vec2FeatureExtractor(
        sampling_rate=SAMPLE_RATE, do_normalize=do_normalize, return_attention_mask=masked
    )
    extractor.save_pretrained(folder)
    model = bare.from_pretrained(folder, local_files_only=True, attn_implementation="eager").eval()
    tensors = {}
    for i, clip in enumerate(synthetic_clips()):
        values = normalised(extractor, clip)
        if i == 0:
            tensors["normalised0"] = values
        for name, state in run(model, values[None]).items():
            if name.startswith("hidden."):
                tensors[name.replace("hidden", f"hidden{i}")] = state[0]
    save(folder / "golden.safetensors", tensors)


def last_state(folder: Path, values: np.ndarray) -> np.ndarray:
    model = Wav2Vec2Model.from_pretrained(
        folder, local_files_only=True, attn_implementation="eager", dtype=torch.float32
    ).eval()
    return run(model, values[None])["last_hidden_state"][0]


def write_formats(folder: Path, seed: int) -> list[Path]:
    """One encoder in every format; the folders made."""
    model = Wav2Vec2Model(Wav2Vec2Config(**SMALLER, **GROUP))
    draw(model, seed)
    extractor = Wav2Vec2FeatureExtractor(sampling_rate=SAMPLE_RATE, do_normalize=True, return_attention_mask=False)
    folders = {name: folder / name for name in ("f32", "f32-sharded", "f16", "bf16", "bin-zip", "bin-legacy")}
    for place in folders.values():
        place.mkdir(parents=True, exist_ok=True)
        extractor.save_pretrained(place)
    model.save_pretrained(folders["f32"])
    model.save_pretrained(folders["f32-sharded"], max_shard_size="30KB")
    for name, zipped in ("bin-zip", True), ("bin-legacy", False):
        shutil.copy(folders["f32"] / "config.json", folders[name])
        torch.save(
            model.state_dict(), folders[name] / "pytorch_model.bin", _use_new_zipfile_serialization=zipped
        )
    values = normalised(extractor, synthetic_clips()[0])
    tensors = {"normalised0": values, "f32": last_state(folders["f32"], values)}
    for name, dtype in ("f16", torch.float16), ("bf16", torch.bfloat16):
        model.to(dtype).save_pretrained(folders[name])
        model.to(torch.float32)
        tensors[name] = last_state(folders[name], values)
    if not np.array_equal(tensors["f32"], last_state(folders["f32-sharded"], values)):
        raise AssertionError("The sharded weights are others.")
    index = json.loads((folders["f32-sharded"] / "model.safetensors.index.json").read_text())
    if len(set(index["weight_map"].values())) < 2:
        raise AssertionError("The weights fit into one shard.")
    save(folder / "golden.safetensors", tensors)
    return [folder, *folders.values()]


def write(golden: Path) -> list[Path]:
    unbiased = LAYER | dict(conv_bias=False)
    variant = dict(feat_proj_layer_norm=False, conv_pos_batch_norm=True)
    makers = {
        "wav2vec2-mixed-tiny": lambda: (
            Wav2Vec2Model(Wav2Vec2Config(**SIZES, **unbiased | dict(do_stable_layer_norm=False))),
            Wav2Vec2Model,
            False,
        ),
        "hubert-base-tiny": lambda: (HubertForCTC(HubertConfig(**SIZES, **GROUP, **HEADS)), HubertModel, True),
        "hubert-large-tiny": lambda: (HubertModel(HubertConfig(**SIZES, **LAYER)), HubertModel, True),
        "hubert-variant-tiny": lambda: (HubertModel(HubertConfig(**SIZES, **GROUP, **variant)), HubertModel, True),
        "wavlm-base-tiny": lambda: (
            WavLMForSequenceClassification(WavLMConfig(**SIZES, **GROUP, **DISTANCES, **HEADS)),
            WavLMModel,
            False,
        ),
        "wavlm-large-tiny": lambda: (WavLMModel(WavLMConfig(**SIZES, **unbiased, **DISTANCES)), WavLMModel, True),
    }
    makers |= {
        "unispeech-tiny": lambda: (UniSpeechModel(UniSpeechConfig(**SIZES, **GROUP)), UniSpeechModel, True),
        "unispeech-sat-base-tiny": lambda: (
            UniSpeechSatForPreTraining(UniSpeechSatConfig(**SIZES, **GROUP, **QUANTIZER)),
            UniSpeechSatModel,
            True,
        ),
        "unispeech-sat-large-tiny": lambda: (
            UniSpeechSatModel(UniSpeechSatConfig(**SIZES, **LAYER)),
            UniSpeechSatModel,
            True,
        ),
        "data2vec-tiny": lambda: (
            Data2VecAudioModel(
                Data2VecAudioConfig(**SIZES | dict(num_conv_pos_embeddings=5, conv_pos_kernel_size=7))
            ),
            Data2VecAudioModel,
            True,
        ),
        "data2vec-ctc-tiny": lambda: (
            Data2VecAudioForCTC(
                Data2VecAudioConfig(
                    **SIZES | HEADS | dict(num_conv_pos_embeddings=2, conv_pos_kernel_size=4, conv_bias=True)
                )
            ),
            Data2VecAudioModel,
            False,
        ),
    }
    folders = []
    # The formats have seed 21.
    for seed, (name, make) in zip([*range(11, 21), 22], makers.items(), strict=True):
        saved, bare, do_normalize = make()
        write_family(golden / name, saved, bare, do_normalize, seed)
        folders.append(golden / name)
    return folders + write_formats(golden / "formats-tiny", seed=21)


if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
