"""Makes the golden folders of Whisper: its log-mel energies, and the hidden states of tiny encoders.

    python reference/whisper_goldens.py            # write the golden files
    python reference/whisper_goldens.py --check    # make them again and compare with the committed ones

As in wav2vec2_goldens.py, nothing is downloaded: tiny models, every parameter from a seeded generator, float32, one
thread, eval mode, each model saved as a Hugging Face folder and read back from it before it is run.

Folders, under emoglot-model/src/test/resources/golden:

whisper-features    golden.safetensors: clip{i} (N,) for i = 0..4, 80.{i} and 128.{i} (T, M): WhisperFeatureExtractor
                    on the clip without padding, by its NumPy path in float64; that by torch in float32 differs from it
                    by up to 3.6e-5 where a band is 8 orders of magnitude below the loudest. Clips: a glide, noise that
                    fades, a click in silence, silence, 201 samples, the fewest.
whisper-full-tiny   80 bands, saved from WhisperForConditionalGeneration: names begin with "model.encoder.", beside a
                    decoder and a head
whisper-v3-tiny     128 bands, float16 weights, saved from WhisperModel: names begin with "encoder."
whisper-bare-tiny   80 bands, saved from the encoder alone: no prefix, and no preprocessor_config.json
    golden.safetensors of each, i = 0, 1, 2 for the clips of wav2vec2-base-tiny, T = ceil(frames / 2), D = 24, L = 3:
    valid{i}.l   (T, D)   of the clip's own frames and the first T positions
    padded{i}.l  (50, D)  of the clip padded with silence to the window of 1 s, as transformers computes it
    l = 0: input of the first layer; l = 1..L - 1: output of layer l; l = L: after the final norm
"""

import sys
from pathlib import Path

import numpy as np
import torch
from transformers import (
    WhisperConfig,
    WhisperFeatureExtractor,
    WhisperForConditionalGeneration,
    WhisperModel,
)

from wav2vec2_goldens import SAMPLE_RATE, TOLERANCE, draw_parameters, main, save, synthetic_clips

SIZES = dict(
    d_model=24,
    encoder_layers=3,
    encoder_attention_heads=3,
    encoder_ffn_dim=48,
    decoder_layers=1,
    decoder_attention_heads=3,
    decoder_ffn_dim=24,
    vocab_size=7,
    pad_token_id=0,
    bos_token_id=0,
    eos_token_id=0,
    decoder_start_token_id=0,
    begin_suppress_tokens=None,
    max_source_positions=50,
    max_target_positions=4,
)
WINDOW_SECONDS = 1


def feature_clips() -> list[np.ndarray]:
    rng = np.random.default_rng(5)
    time = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    glide = sum(np.sin(2 * np.pi * k * (110 * time + 60 * time**2)) / k for k in range(1, 9)) * 0.2
    fading = rng.standard_normal(6_543) * np.geomspace(0.3, 1e-6, 6_543)
    click = np.zeros(3_210)
    click[1_234] = 0.5
    shortest = rng.standard_normal(201) * 0.1
    return [np.float32(clip) for clip in (glide, fading, click, np.zeros(1_600), shortest)]


def log_mel(extractor: WhisperFeatureExtractor, clip: np.ndarray, padding) -> np.ndarray:
    """(T, M)"""
    found = extractor(clip, sampling_rate=SAMPLE_RATE, padding=padding, return_tensors="np")
    return np.ascontiguousarray(found["input_features"][0].T.astype(np.float32))


def hidden_states(encoder: torch.nn.Module, features: np.ndarray) -> list[torch.Tensor]:
    """All hidden states (T, D) of log-mel energies (T, M), by the modules of transformers' encoder."""
    with torch.no_grad():
        x = torch.from_numpy(features.T.copy())[None]
        h = torch.nn.functional.gelu(encoder.conv1(x))
        h = torch.nn.functional.gelu(encoder.conv2(h)).permute(0, 2, 1)
        h = h + encoder.embed_positions.weight[: h.shape[1]]
        states = [h]
        for layer in encoder.layers:
            h = layer(h, None)
            h = h[0] if isinstance(h, tuple) else h
            states.append(h)
        states[-1] = encoder.layer_norm(h)
    return [state[0] for state in states]


def require_transformers(encoder: torch.nn.Module, features: np.ndarray, states: list[torch.Tensor]) -> None:
    """What hidden_states computes of a whole window is what transformers' own forward pass gives."""
    with torch.no_grad():
        out = encoder(torch.from_numpy(features.T.copy())[None], output_hidden_states=True)
    for mine, theirs in zip(states[:-1], out.hidden_states[:-1]):
        assert torch.allclose(mine, theirs[0], atol=1e-6), "another hidden state"
    assert torch.allclose(states[-1], out.last_hidden_state[0], atol=1e-6), "another last state"


def write_features(folder: Path) -> None:
    tensors = {}
    for i, clip in enumerate(feature_clips()):
        tensors[f"clip{i}"] = clip
        for bands in (80, 128):
            extractor = WhisperFeatureExtractor(feature_size=bands)
            exact = extractor._np_extract_fbank_features(clip[None].astype(np.float64), "cpu")[0].T
            assert np.abs(exact - log_mel(extractor, clip, False)).max() < 1e-4, "transformers disagrees with itself"
            tensors[f"{bands}.{i}"] = exact.astype(np.float32)
    folder.mkdir(parents=True, exist_ok=True)
    save(folder / "golden.safetensors", tensors)


def write_encoder(folder: Path, saved: torch.nn.Module, bands: int, dtype: torch.dtype, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    draw_parameters(saved, seed)
    saved.to(dtype).save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    extractor = WhisperFeatureExtractor(feature_size=bands, chunk_length=WINDOW_SECONDS)
    if not is_encoder(saved):
        extractor.save_pretrained(folder)
    saved.to(torch.float32)  # the values that were stored
    encoder = saved if is_encoder(saved) else saved.get_encoder()
    encoder.eval()
    tensors = {}
    for i, clip in enumerate(synthetic_clips()):
        valid = hidden_states(encoder, log_mel(extractor, clip, False))
        features = log_mel(extractor, clip, "max_length")
        padded = hidden_states(encoder, features)
        require_transformers(encoder, features, padded)
        for layer, (one, other) in enumerate(zip(valid, padded)):
            tensors[f"valid{i}.{layer}"] = one.numpy()
            tensors[f"padded{i}.{layer}"] = other.numpy()
    save(folder / "golden.safetensors", tensors)


def is_encoder(model: torch.nn.Module) -> bool:
    return type(model).__name__ == "WhisperEncoder"


def write(golden: Path) -> list[Path]:
    torch.manual_seed(0)
    write_features(golden / "whisper-features")
    config = WhisperConfig(**SIZES, num_mel_bins=80)
    large = WhisperConfig(**SIZES, num_mel_bins=128)
    write_encoder(
        golden / "whisper-full-tiny", WhisperForConditionalGeneration(config), 80, torch.float32, seed=31
    )
    write_encoder(golden / "whisper-v3-tiny", WhisperModel(large), 128, torch.float16, seed=32)
    write_encoder(golden / "whisper-bare-tiny", WhisperModel(config).get_encoder(), 80, torch.float32, seed=33)
    names = ("whisper-features", "whisper-full-tiny", "whisper-v3-tiny", "whisper-bare-tiny")
    return [golden / name for name in names]


if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
