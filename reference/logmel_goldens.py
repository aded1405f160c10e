"""Makes the log-mel golden file from Hugging Face transformers' SeamlessM4TFeatureExtractor (that of w2v-BERT 2.0).

    python reference/logmel_goldens.py            # write the golden file
    python reference/logmel_goldens.py --check    # make it again and compare with the committed one

golden/logmel/golden.safetensors, under emoglot-model/src/test/resources, for the three clips of wav2vec2_goldens.py
and a fourth that ends in digital silence (i = 0..3; N samples, T frames of 10 ms, R = ceil(T / 2) rows, 80 mel bins):
    clip{i}     (N,)       float32, 16 kHz, -1 <= x < 1
    logmel{i}   (T, 80)    float32, before any normalisation
    features{i} (R, 160)   float32, normalised per bin, two frames side by side: what the encoder reads
    mask{i}     (R,)       int64, 1 where the row counts
    mel_filters (257, 80)  float32 (computed in float64)
    window      (400,)     float32 (computed in float64)
T is 18, 29, 42 and 6, so that an odd count is among them.

The recipe, from the waveform x (N,) to the features. Sums over a frame run over n = 0..399.

 1. Scale: x <- 2^15 x (Kaldi counts in 16-bit steps).
 2. Frames: T = 1 + floor((N - 400) / 160); frame t is s[n] = x[160 t + n] (25 ms every 10 ms, no centring and no
    padding: what is left at the end is dropped). No dither.
 3. Remove the frame's own mean: s[n] <- s[n] - (1/400) sum s.
 4. Pre-emphasis inside the frame: s'[n] = s[n] - 0.97 s[n-1] for n >= 1, and s'[0] = (1 - 0.97) s[0].
 5. Povey window, symmetric: w[n] = (0.5 - 0.5 cos(2 pi n / 399))^0.85; s''[n] = w[n] s'[n].
 6. Zero-pad to 512 and transform: S[k] = sum s''[n] exp(-2 pi i k n / 512), k = 0..256; power P[k] = |S[k]|^2.
 7. Mel filters, triangles that are straight on the mel axis and have height 1 (no area normalisation):
    mel(f) = 1127 ln(1 + f / 700), m_j = mel(20) + j (mel(8000) - mel(20)) / 81 for j = 0..81, and for bin b = 0..79
    F[k, b] = max(0, min((mel(31.25 k) - m_b) / (m_{b+1} - m_b), (m_{b+2} - mel(31.25 k)) / (m_{b+2} - m_{b+1}))).
 8. Floor and logarithm: logmel[t, b] = ln(max(2^-23, sum_k P[k] F[k, b])).
 9. Normalise each bin over the clip's own T frames: (v - mean) / sqrt(var + 1e-7), with the sample variance,
    sum (v - mean)^2 / (T - 1) (ddof = 1). T must be at least 2.
10. Stride: where T is odd, append one frame of the padding value (1.0 in w2v-BERT 2.0's preprocessor_config.json,
    0.0 as the class's default), after the normalisation. Row r is frame 2r followed by frame 2r + 1.
11. The mask of row r is that of its second frame: where T is odd, the last row holds a real frame and does not count.
    In a batch every clip is normalised alone, then padded to the longest (rounded up to even) with the same value.

Precision: steps 2 to 7 in float64, except that S[k] is rounded to complex64 before |.|^2; step 8 in float64, rounded to
float32; step 9 in float32. Expect about 1e-5 between this and a float64 implementation (see the check below, which
follows the formulas with plain NumPy in float64 and refuses to write what disagrees).
"""

import sys
from pathlib import Path

import numpy as np
from transformers import SeamlessM4TFeatureExtractor
from wav2vec2_goldens import SAMPLE_RATE, main, save, synthetic_clips

TOLERANCE = 1e-5  # of --check, relative to 1 + |committed|
FORMULA_TOLERANCE = 1e-4  # between transformers and the formulas above
PADDING_VALUE = 1.0
FRAME, HOP, FFT, BINS = 400, 160, 512, 80


def clips() -> list[np.ndarray]:
    """The shared clips, and one of six frames whose last two are digital silence, where the floor holds."""
    shared = synthetic_clips()
    return shared + [np.concatenate([shared[0][:560], np.zeros(640, dtype=np.float32)])]


def mel(hertz):
    return 1127 * np.log(1 + hertz / 700)


def formula_filters() -> np.ndarray:
    """Step 7, (257, 80)."""
    edges = mel(20) + np.arange(BINS + 2) * (mel(8000) - mel(20)) / (BINS + 1)
    at = mel(SAMPLE_RATE / FFT * np.arange(FFT // 2 + 1))[:, None]
    rising = (at - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - at) / (edges[2:] - edges[1:-1])
    return np.maximum(0, np.minimum(rising, falling))


def formula_window() -> np.ndarray:
    """Step 5, (400,)."""
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1))) ** 0.85


def formula_logmel(clip: np.ndarray) -> np.ndarray:
    """Steps 1 to 8 in float64, (T, 80)."""
    scaled = clip.astype(np.float64) * 2**15
    rows = []
    for start in range(0, len(scaled) - FRAME + 1, HOP):
        frame = scaled[start : start + FRAME]
        frame = frame - frame.mean()
        frame = np.concatenate([frame[:1] * (1 - 0.97), frame[1:] - 0.97 * frame[:-1]])
        power = np.abs(np.fft.rfft(frame * formula_window(), FFT)) ** 2
        rows.append(np.log(np.maximum(2.0**-23, power @ formula_filters())))
    return np.stack(rows)


def formula_features(logmel: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Steps 9 to 11 in float64: (R, 160) and (R,)."""
    count = len(logmel)
    mean = logmel.sum(0) / count
    variance = ((logmel - mean) ** 2).sum(0) / (count - 1)
    frames = (logmel - mean) / np.sqrt(variance + 1e-7)
    if count % 2:
        frames = np.concatenate([frames, np.full((1, BINS), PADDING_VALUE)])
    return frames.reshape(-1, 2 * BINS), np.array([int(2 * r + 1 < count) for r in range(len(frames) // 2)])


def agree(name: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    assert ours.shape == theirs.shape, f"{name}: formulas give {ours.shape}, transformers {theirs.shape}"
    gap = float(np.abs(ours - theirs).max())
    assert gap <= FORMULA_TOLERANCE, f"{name}: formulas and transformers differ by {gap:.3g}"
    print(f"{name}: formulas and transformers agree within {gap:.2g}")


def write(golden: Path) -> list[Path]:
    folder = golden / "logmel"
    folder.mkdir(parents=True, exist_ok=True)
    extractor = SeamlessM4TFeatureExtractor(padding_value=PADDING_VALUE)
    agree("mel_filters", formula_filters(), extractor.mel_filters)
    agree("window", formula_window(), extractor.window)
    tensors = {
        "mel_filters": extractor.mel_filters.astype(np.float32),
        "window": extractor.window.astype(np.float32),
    }
    for i, clip in enumerate(clips()):
        # The method behind the call, which has no switch that returns the frames unnormalised and unstacked.
        logmel = extractor._extract_fbank_features(clip)
        output = extractor(clip, sampling_rate=SAMPLE_RATE, return_tensors="np")
        features, mask = output["input_features"][0], output["attention_mask"][0].astype(np.int64)
        agree(f"logmel{i}", formula_logmel(clip), logmel)
        wanted, wanted_mask = formula_features(formula_logmel(clip))
        agree(f"features{i}", wanted, features)
        agree(f"mask{i}", wanted_mask, mask)
        tensors |= {f"clip{i}": clip, f"logmel{i}": logmel, f"features{i}": features, f"mask{i}": mask}
        print(f"clip{i}: {len(logmel)} frames, {len(features)} rows, {mask.sum()} counted")
    save(folder / "golden.safetensors", tensors)
    return [folder]


if __name__ == "__main__":
    sys.exit(main(write, TOLERANCE))
