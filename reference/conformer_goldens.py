"""Makes the golden folders of wav2vec2-conformer and of w2v-BERT 2.0.

    python reference/conformer_goldens.py            # write the golden files
    python reference/conformer_goldens.py --check    # make them again and compare with the committed ones

As in family_goldens.py: tiny models of seeded random weights, saved as a Hugging Face folder and read back from it.

Folders, under emoglot-model/src/test/resources/golden:

conformer-relative-tiny   group norm on the first convolution, relative positions, swish
conformer-rotary-tiny     layer norm on every convolution, convolution bias, rotary positions, gelu, another epsilon
                          outside of the layers; saved from Wav2Vec2ConformerForPreTraining: names begin with
                          "wav2vec2_conformer.", beside its heads
    golden.safetensors: normalised0 and hidden{i}.l, as in family_goldens.py

w2v-bert-tiny             positions by distance (relative_key), as the published checkpoint
w2v-bert-relative-tiny    relative positions, another epsilon everywhere; saved from Wav2Vec2BertForCTC: names begin with
                          "wav2vec2_bert.", beside a head
w2v-bert-rotary-tiny      rotary positions, 40 mel bands, three frames side by side; saved from
                          Wav2Vec2BertForSequenceClassification with a weighted sum of layers
w2v-bert-none-tiny        no positions beside the convolutions
    golden.safetensors, i = 0, 1, 2 for the clips of wav2vec2-base-tiny, T frames, D = 24, L = 3 layers:
    features{i}  (T, C)  the feature extractor's output for the clip alone, without a frame that is padded
    hidden{i}.l  (T, D)  as output_hidden_states with the extractor's attention mask, without that frame
"""

import sys
from pathlib import Path

import torch
from transformers import (
    SeamlessM4TFeatureExtractor,
    Wav2Vec2BertConfig,
    Wav2Vec2BertForCTC,
    Wav2Vec2BertForSequenceClassification,
    Wav2Vec2BertModel,
    Wav2Vec2ConformerConfig,
    Wav2Vec2ConformerForPreTraining,
    Wav2Vec2ConformerModel,
)

from family_goldens import HEADS, QUANTIZER, SIZES, draw, write_family
from wav2vec2_goldens import GROUP, LAYER, SAMPLE_RATE, TOLERANCE, main, save, synthetic_clips

CONFORMER = dict(conv_depthwise_kernel_size=7)
UPPER = dict(hidden_size=24, num_hidden_layers=3, num_attention_heads=3, intermediate_size=48) | CONFORMER


def conv_norms(layout: dict) -> dict:
    """A layout without the key that conformers do not have."""
    return {key: value for key, value in layout.items() if key != "do_stable_layer_norm"}


def write_bert(folder: Path, saved: torch.nn.Module, seed: int, bins: int = 80, stride: int = 2) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw(saved, seed)
    saved.save_pretrained(folder)
    extractor = SeamlessM4TFeatureExtractor(
        feature_size=bins, num_mel_bins=bins, stride=stride, sampling_rate=SAMPLE_RATE, padding_value=1.0
    )
    extractor.save_pretrained(folder)
    model = Wav2Vec2BertModel.from_pretrained(folder, local_files_only=True).eval()
    tensors = {}
    for i, clip in enumerate(synthetic_clips()):
        frames = ((len(clip) - 400) // 160 + 1) // stride
        inputs = extractor(clip, sampling_rate=SAMPLE_RATE, return_tensors="pt", pad_to_multiple_of=stride)
        with torch.no_grad():
            mask = torch.arange(inputs.input_features.shape[1])[None] < frames
            states = model(
                inputs.input_features, attention_mask=mask.long(), output_hidden_states=True
            ).hidden_states
        tensors[f"features{i}"] = inputs.input_features[0, :frames].numpy()
        for layer, state in enumerate(states):
            tensors[f"hidden{i}.{layer}"] = state[0, :frames].numpy()
    save(folder / "golden.safetensors", tensors)


def write(golden: Path) -> list[Path]:
    relative = Wav2Vec2ConformerConfig(
        **SIZES, **conv_norms(GROUP), **CONFORMER, position_embeddings_type="relative", hidden_act="swish"
    )
    rotary = Wav2Vec2ConformerConfig(
        **SIZES,
        **conv_norms(LAYER),
        **CONFORMER,
        **{key: value for key, value in QUANTIZER.items() if key != "num_clusters"},
        position_embeddings_type="rotary",
        rotary_embedding_base=100,
        hidden_act="gelu",
        layer_norm_eps=1e-3,
    )
    folders = [golden / f"conformer-{name}-tiny" for name in ("relative", "rotary")]
    write_family(folders[0], Wav2Vec2ConformerModel(relative), Wav2Vec2ConformerModel, True, seed=31)
    write_family(folders[1], Wav2Vec2ConformerForPreTraining(rotary), Wav2Vec2ConformerModel, False, seed=32)

    berts = [golden / f"w2v-bert{name}-tiny" for name in ("", "-relative", "-rotary", "-none")]
    distances = Wav2Vec2BertConfig(
        **UPPER,
        position_embeddings_type="relative_key",
        left_max_position_embeddings=5,
        right_max_position_embeddings=2,
    )
    write_bert(berts[0], Wav2Vec2BertModel(distances), seed=33)
    relative = Wav2Vec2BertConfig(
        **UPPER, **HEADS, position_embeddings_type="relative", layer_norm_eps=1e-3, hidden_act="gelu"
    )
    write_bert(berts[1], Wav2Vec2BertForCTC(relative), seed=34)
    rotary = Wav2Vec2BertConfig(**UPPER, **HEADS, position_embeddings_type="rotary", feature_projection_input_dim=120)
    write_bert(berts[2], Wav2Vec2BertForSequenceClassification(rotary), seed=35, bins=40, stride=3)
    none = Wav2Vec2BertConfig(**UPPER, position_embeddings_type=None)
    write_bert(berts[3], Wav2Vec2BertModel(none), seed=36)
    return folders + berts


if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
