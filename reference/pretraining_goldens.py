"""Makes the golden values of pretraining from Hugging Face transformers' Wav2Vec2ForPreTraining.

    python reference/pretraining_goldens.py            # write the golden files
    python reference/pretraining_goldens.py --check    # make them again and compare with the committed ones

Everything random is stored and so the same on both sides: the masked frames, the negatives and the Gumbel noise. Every
parameter is drawn by wav2vec2_goldens.draw_parameters; dropout, LayerDrop and SpecAugment are off; float32, one thread.

Folders, under emoglot-model/src/test/resources/golden:

pretraining-base-tiny   group norm, post-norm encoder; two clips of equal length, no attention mask; convolutions
                        trained, with the feature penalty 10 * mean square of their output
pretraining-large-tiny  layer norm, pre-norm encoder; two clips of different length with an attention mask;
                        convolutions frozen, no penalty
    golden.safetensors of both; B = 2 clips, T frames of the longer one, K negatives, G codebooks, V entries, M masked:
    clip{i}        (N,)        normalised samples
    masked         (B, T)      1 where a frame is masked, int64
    negatives      (B, T, K)   as transformers samples them: b * T + t, int64
    noise          (M, G, V)   Gumbel noise of the masked frames, clip by clip
    contrastive    (1,)        L_m, mean over the masked frames (transformers gives the sum)
    diversity      (1,)        L_d, likewise
    penalty        (1,)        mean square of the convolutions' output; 0 where frozen
    total          (1,)        contrastive + 0.1 diversity + 10 penalty
    perplexity     (1,)        of the codebooks, in training
    settled.contrastive, settled.perplexity  (1,)  the same in eval mode: no noise, highest entry
    grad.{name}                gradient of total, for every parameter that has one
    codes          (M, G)      entries chosen, int64

pretraining-masks/golden.safetensors
    frames                (L,)     lengths of clips in frames
    share_mean, share_std (L,)     mean and standard deviation over DRAWS draws of the masked share by
                                   _compute_mask_indices with mask_prob 0.65, mask_length 10, min_masks 2
    first_mean            (L,)     how often the first frame was masked
    middle_mean           (L,)     how often the middle frame was

pretraining-written     a folder that emoglot pretrain wrote (20 steps on the synthetic demo speech in en/f1, from
    large-tiny's layout, seed 1): an input
    golden.safetensors: samples (N,), hidden.0 to hidden.2 (T, D) by Wav2Vec2Model, and codevectors as
    Wav2Vec2ForPreTraining has loaded them

A negative with the frame's own code counts as none. transformers finds it by comparing projected vectors, which its
straight-through sum (1 - s) + s may have moved by one rounding; the seed is the first one for which that does not
happen, while some negatives do have the frame's own code.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from transformers import Wav2Vec2Config, Wav2Vec2ForPreTraining, Wav2Vec2Model
from transformers.models.wav2vec2.modeling_wav2vec2 import _compute_mask_indices, _sample_negative_indices
from wav2vec2_goldens import GOLDEN, GROUP, LAYER, TOLERANCE, draw_parameters, main, normalised, normaliser, padded, save, synthetic_clips
from wav2vec2_goldens import run as encoder_states

TINY = dict(
    conv_dim=[16] * 7,
    conv_kernel=[10, 3, 3, 3, 3, 2, 2],
    conv_stride=[5, 2, 2, 2, 2, 2, 2],
    hidden_size=24,
    num_hidden_layers=2,
    num_attention_heads=2,
    intermediate_size=48,
    num_conv_pos_embeddings=8,
    num_conv_pos_embedding_groups=4,
    num_codevectors_per_group=6,
    num_codevector_groups=2,
    codevector_dim=8,
    proj_codevector_dim=12,
    num_negatives=10,
    contrastive_logits_temperature=0.1,
    diversity_loss_weight=0.1,
    hidden_dropout=0.0,
    attention_dropout=0.0,
    activation_dropout=0.0,
    feat_proj_dropout=0.0,
    feat_quantizer_dropout=0.0,
    final_dropout=0.0,
    layerdrop=0.0,
)
FEATURE_PENALTY = 10.0
GUMBEL_TEMPERATURE = 1.5
MASK = dict(mask_prob=0.65, mask_length=3, min_masks=2)
DRAWS = 4000
MASK_LENGTHS = (24, 50, 149, 499)


def inputs(masked_batch: bool) -> tuple[list[np.ndarray], np.ndarray, np.ndarray]:
    clips = synthetic_clips()[1:]
    if not masked_batch:
        clips = [clip[: len(clips[0])] for clip in clips]
    clips = [normalised(normaliser(masked_batch), clip) for clip in clips]
    batch, attention = padded(clips)
    return clips, batch, attention


def draw(model, batch, attention, seed):
    """Masked frames (B, T) bool, negatives (B, T, K), noise (B * T * G, V)."""
    np.random.seed(seed)
    frames = int(model._get_feat_extract_output_lengths(batch.shape[1]))
    reduced = model._get_feature_vector_attention_mask(frames, torch.from_numpy(attention))
    masked = _compute_mask_indices((len(batch), frames), attention_mask=reduced, **MASK)
    negatives = _sample_negative_indices((len(batch), frames), model.config.num_negatives, masked)
    groups, entries = model.config.num_codevector_groups, model.config.num_codevectors_per_group
    noise = np.random.default_rng(seed).gumbel(size=(masked.size * groups, entries)).astype(np.float32)
    return masked, negatives, noise


def run(model, batch, attention, masked, negatives, noise):
    """One pass with the given noise in the place of F.gumbel_softmax's own; the output and the convolutions' features."""
    seen = {}
    hooks = [
        model.wav2vec2.feature_extractor.register_forward_hook(lambda _m, _i, out: seen.update(conv=out)),
        model.quantizer.register_forward_hook(lambda _m, _i, out: seen.update(codes=out[0])),
    ]
    original = torch.Tensor.exponential_
    # gumbel_softmax takes -log of an exponential variable for its noise.
    torch.Tensor.exponential_ = lambda self, *_: self.copy_(torch.from_numpy(np.exp(-noise)).to(self.dtype))
    try:
        output = model(
            torch.from_numpy(batch),
            attention_mask=None if attention is None else torch.from_numpy(attention),
            mask_time_indices=torch.from_numpy(masked),
            sampled_negative_indices=torch.from_numpy(negatives.astype(np.int64)),
        )
    finally:
        torch.Tensor.exponential_ = original
        for hook in hooks:
            hook.remove()
    return output, seen


def chosen(model, codes, masked):
    """Which entries the quantized vectors (B, T, width) are, for the masked frames: (M, G)."""
    groups, entries = model.config.num_codevector_groups, model.config.num_codevectors_per_group
    books = model.quantizer.codevectors.detach().view(groups, entries, -1)
    vectors = codes.detach()[torch.from_numpy(masked)].view(int(masked.sum()), groups, 1, -1)
    return (vectors - books).square().sum(-1).argmin(-1).numpy()


def comparable(output, codes, masked, negatives):
    """Whether equal codes have bitwise equal vectors, and some negative has its frame's own code."""
    positions = np.flatnonzero(masked.reshape(-1))
    vectors = output.projected_quantized_states.detach().reshape(masked.size, -1).numpy()
    code_of = dict(zip(positions, map(tuple, codes)))
    same = 0
    for position in positions:
        for other in negatives.reshape(masked.size, -1)[position]:
            if code_of[position] == code_of[other]:
                same += 1
                if not np.array_equal(vectors[position], vectors[other]):
                    return False
    return same > 0


def scalar(value) -> np.ndarray:
    return np.array([float(torch.as_tensor(value).detach())], dtype=np.float32)


def write_layout(folder: Path, layout: dict, masked_batch: bool, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    model = Wav2Vec2ForPreTraining(Wav2Vec2Config(**TINY, **layout))
    draw_parameters(model, seed)
    model.save_pretrained(folder)
    normaliser(masked_batch).save_pretrained(folder)
    model = Wav2Vec2ForPreTraining.from_pretrained(folder, local_files_only=True, attn_implementation="eager").train()
    model.set_gumbel_temperature(GUMBEL_TEMPERATURE)
    if masked_batch:
        model.freeze_feature_encoder()
    clips, batch, attention = inputs(masked_batch)
    given = attention if masked_batch else None
    for draw_seed in range(1000):
        masked, negatives, noise = draw(model, batch, attention, draw_seed)
        output, seen = run(model, batch, given, masked, negatives, noise)
        codes = chosen(model, seen["codes"], masked)
        if comparable(output, codes, masked, negatives):
            break
    else:
        raise SystemExit("no seed gives comparable codes")
    count = int(masked.sum())
    penalty = torch.zeros(()) if masked_batch else seen["conv"].square().mean()
    total = output.loss / count + FEATURE_PENALTY * penalty
    total.backward()
    groups, entries = model.config.num_codevector_groups, model.config.num_codevectors_per_group
    tensors = {f"clip{i}": clip for i, clip in enumerate(clips)} | {
        "masked": masked.astype(np.int64),
        "negatives": negatives.astype(np.int64),
        "noise": noise.reshape(masked.size, groups, entries)[masked.reshape(-1)],
        "contrastive": scalar(output.contrastive_loss / count),
        "diversity": scalar(output.diversity_loss / count),
        "penalty": scalar(penalty),
        "total": scalar(total),
        "perplexity": scalar(output.codevector_perplexity),
        "codes": codes.astype(np.int64),
    }
    for name, parameter in model.named_parameters():
        if parameter.grad is not None:
            tensors[f"grad.{name}"] = parameter.grad.numpy()
    model.eval()
    with torch.no_grad():
        settled, _ = run(model, batch, given, masked, negatives, noise)
    tensors["settled.contrastive"] = scalar(settled.contrastive_loss / count)
    tensors["settled.perplexity"] = scalar(settled.codevector_perplexity)
    save(folder / "golden.safetensors", tensors)
    print(f"{folder.name}: seed {draw_seed}, {count} masked of {masked.size}, total {tensors['total'][0]:.4f}")


def write_masks(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    np.random.seed(1)
    columns = {"share_mean": [], "share_std": [], "first_mean": [], "middle_mean": []}
    for frames in MASK_LENGTHS:
        masks = np.concatenate([_compute_mask_indices((1, frames), 0.65, 10, min_masks=2) for _ in range(DRAWS)])
        shares = masks.mean(1)
        columns["share_mean"].append(shares.mean())
        columns["share_std"].append(shares.std())
        columns["first_mean"].append(masks[:, 0].mean())
        columns["middle_mean"].append(masks[:, frames // 2].mean())
    tensors = {name: np.array(values, dtype=np.float32) for name, values in columns.items()}
    save(folder / "golden.safetensors", tensors | {"frames": np.array(MASK_LENGTHS, dtype=np.int64)})


def write_read_back(folder: Path) -> None:
    """What transformers reads in the committed folder that Emoglot wrote; nothing may be missing or left over in it."""
    folder.mkdir(parents=True, exist_ok=True)
    written = GOLDEN / "pretraining-written"
    whole, loading = Wav2Vec2ForPreTraining.from_pretrained(written, local_files_only=True, output_loading_info=True)
    left = {key: sorted(loading[key]) for key in ("missing_keys", "unexpected_keys", "mismatched_keys") if loading[key]}
    if left:
        raise SystemExit(f"{written}: transformers found {left}")
    encoder = Wav2Vec2Model.from_pretrained(written, local_files_only=True, attn_implementation="eager").eval()
    samples = normalised(normaliser(True), synthetic_clips()[2])
    states = encoder_states(encoder, samples[None])
    tensors = {"samples": samples, "codevectors": whole.quantizer.codevectors.detach().numpy()}
    tensors |= {name: state[0] for name, state in states.items() if name.startswith("hidden.")}
    save(folder / "golden.safetensors", tensors)


def write(golden: Path) -> list[Path]:
    folders = [golden / f"pretraining-{name}" for name in ("base-tiny", "large-tiny", "masks", "written")]
    write_layout(folders[0], GROUP, masked_batch=False, seed=11)
    write_layout(folders[1], LAYER, masked_batch=True, seed=12)
    write_masks(folders[2])
    write_read_back(folders[3])
    return folders


if __name__ == "__main__":
    torch.set_num_threads(1)
    sys.exit(main(write, TOLERANCE))
