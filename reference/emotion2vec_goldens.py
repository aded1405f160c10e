"""Makes the golden folders of emotion2vec from the published model code (FunASR).

    python reference/emotion2vec_goldens.py            # write the golden files
    python reference/emotion2vec_goldens.py --check    # make them again and compare with the committed ones

Needs requirements-emotion2vec.txt, installed with --no-deps: of funasr only the class of the model is loaded, not the
package, which imports far more than is needed here. Nothing is downloaded: tiny models, every parameter from a seeded
generator, float32, one thread, eval mode.

Folders, under emoglot-model/src/test/resources/golden, as the published ones: config.yaml, and model.pt of torch.save,
{"model": state dict}.

emotion2vec-tiny      the published layout: 10 extra tokens, one learned ALiBi scale for each head, layer norm on every
                      convolution; names as in the published file, beside the decoder of pretraining
emotion2vec-plus-tiny a head of 9 labels and no decoder, as in the fine-tuned models; group norm on the first convolution,
                      no extra tokens, an ALiBi scale for each layer, six heads (no power of two), samples unchanged
    golden.safetensors, i = 0, 1, 2 for the clips of wav2vec2-base-tiny, T frames, D = 24, L = 3 layers:
    normalised0  (N,)    the first clip as it goes into the model
    hidden{i}.l  (T, D)  l = 0: input of the first block; l = 1..L: output of block l, those of the context encoder first;
                         all without the extra tokens
"""

import functools
import importlib.util
import sys
import types
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import yaml

from wav2vec2_goldens import TOLERANCE, draw_parameters, main, save, synthetic_clips


@functools.cache
def published_class() -> type:
    """funasr.models.emotion2vec.model.Emotion2vec, without importing all of funasr."""
    spec = importlib.util.find_spec("funasr")
    package = types.ModuleType("funasr")
    package.__path__ = list(spec.submodule_search_locations)
    sys.modules["funasr"] = package
    audio = types.ModuleType("funasr.utils.load_utils")  # reads files, which needs many packages
    audio.load_audio_text_image_video = None
    sys.modules["funasr.utils.load_utils"] = audio
    from funasr.models.emotion2vec.model import Emotion2vec

    return Emotion2vec


def configuration(*, heads: int, tokens: int, per_head: bool, per_layer: bool, mode: str, decoder: bool) -> dict:
    """The keys of the published config.yaml, with small sizes."""
    decoder_conf = dict(
        input_dropout=0.1,
        decoder_dim=8,
        decoder_groups=2,
        decoder_kernel=7,
        decoder_layers=2,
        add_positions_masked=False,
        add_positions_all=False,
        decoder_residual=True,
        projection_layers=1,
        projection_ratio=2.0,
    )
    audio = dict(
        type="AUDIO",
        prenet_depth=1,
        prenet_layerdrop=0.05,
        prenet_dropout=0.1,
        start_drop_path_rate=0.0,
        end_drop_path_rate=0.0,
        num_extra_tokens=tokens,
        init_extra_token_zero=True,
        mask_noise_std=0.01,
        mask_prob=0.5,
        inverse_mask=False,
        mask_prob_adjust=0.05,
        mask_length=5,
        mask_dropout=0.0,
        add_masks=False,
        ema_local_encoder=True,
        local_grad_mult=1.0,
        use_alibi_encoder=True,
        alibi_scale=1.0,
        learned_alibi=False,
        alibi_max_pos=None,
        learned_alibi_scale=True,
        learned_alibi_scale_per_head=per_head,
        learned_alibi_scale_per_layer=per_layer,
        num_alibi_heads=heads,
        model_depth=2,
        decoder=decoder_conf if decoder else None,
        extractor_mode=mode,
        feature_encoder_spec="[(16, 10, 5)] + [(16, 3, 2)] * 4 + [(16,2,2)] + [(16,2,2)]",
        conv_pos_width=15,
        conv_pos_groups=4,
        conv_pos_depth=3,
        conv_pos_pre_ln=False,
    )
    return dict(
        loss_beta=0.0,
        loss_scale=None,
        depth=2,
        start_drop_path_rate=0.0,
        end_drop_path_rate=0.0,
        num_heads=heads,
        norm_eps=1e-5,
        norm_affine=True,
        encoder_dropout=0.1,
        post_mlp_drop=0.1,
        attention_dropout=0.1,
        activation_dropout=0.0,
        dropout_input=0.0,
        layerdrop=0.05,
        embed_dim=24,
        mlp_ratio=2.0,
        layer_norm_first=False,
        average_top_k_layers=2,
        end_of_block_targets=False,
        clone_batch=8,
        normalize=decoder,
        modalities=dict(_name=None, audio=audio),
    )


def draw(model: torch.nn.Module, seed: int) -> None:
    """draw_parameters, and what only this model has: norms by other names, scales and tokens of full size."""
    draw_parameters(model, seed)
    rng = np.random.default_rng(1_000 + seed)
    norms = {f"{name}.weight" for name, module in model.named_modules() if isinstance(module, torch.nn.LayerNorm)}
    norms |= {f"{name}.weight" for name, module in model.named_modules() if isinstance(module, torch.nn.GroupNorm)}
    for name, parameter in model.named_parameters():
        noise = rng.standard_normal(tuple(parameter.shape))
        if name in norms:
            value = 1 + 0.1 * noise
        elif name.endswith("alibi_scale"):
            value = 1 + 0.8 * noise  # some below zero, which count as zero
        elif name.endswith("extra_tokens"):
            value = noise
        else:
            continue
        parameter.data = torch.from_numpy(value.astype(np.float32))


def states(model: torch.nn.Module, values: torch.Tensor) -> list[torch.Tensor]:
    """The input of the first block and the output of every block, (T, D), without the extra tokens."""
    encoder = model.modality_encoders["AUDIO"]
    blocks = [*encoder.context_encoder.blocks, *model.blocks]
    seen = []
    hooks = [blocks[0].register_forward_pre_hook(lambda _module, inputs: seen.append(inputs[0]))]
    hooks += [block.register_forward_hook(lambda _module, _inputs, output: seen.append(output[0])) for block in blocks]
    with torch.no_grad():
        last = model.extract_features(values[None], padding_mask=None)["x"][0]
    for hook in hooks:
        hook.remove()
    found = [state[0, encoder.modality_cfg.num_extra_tokens :] for state in seen]
    assert torch.equal(found[-1], last)
    return found


def write_model(folder: Path, conf: dict, seed: int, labels: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = published_class()(model_conf=conf, vocab_size=labels).eval()
    draw(model, seed)
    (folder / "config.yaml").write_text(yaml.safe_dump(dict(model="Emotion2vec", model_conf=conf), sort_keys=False))
    torch.save({"model": model.state_dict()}, folder / "model.pt")
    tensors = {}
    for i, clip in enumerate(synthetic_clips()):
        values = torch.from_numpy(clip)
        if conf["normalize"]:
            values = F.layer_norm(values, values.shape)
        if i == 0:
            tensors["normalised0"] = values.numpy()
        for layer, state in enumerate(states(model, values)):
            tensors[f"hidden{i}.{layer}"] = state.numpy()
    save(folder / "golden.safetensors", tensors)


def write(golden: Path) -> list[Path]:
    base = configuration(heads=4, tokens=10, per_head=True, per_layer=False, mode="layer_norm", decoder=True)
    plus = configuration(heads=6, tokens=0, per_head=True, per_layer=True, mode="default", decoder=False)
    folders = [golden / "emotion2vec-tiny", golden / "emotion2vec-plus-tiny"]
    write_model(folders[0], base, seed=41, labels=-1)
    write_model(folders[1], plus, seed=42, labels=9)
    return folders


if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
