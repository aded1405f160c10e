"""The utterance statistics that the built-in encoder `statistics` hears, in NumPy and nothing else, in float64.

    python reference/utterance_statistics.py --samples CLIP.wav      # or CLIP.npy, (N,), 16 kHz, in [-1, 1)

Prints one line of JSON: {"name": value, ...} in the encoder's order.

It shares no code with Emoglot. The frames are those of Kaldi's filter bank (25 ms every 10 ms; logmel_goldens.py has the
recipe); the kinds of statistics are those of the Geneva minimalistic acoustic parameter set (Eyben et al. 2016,
doi 10.1109/TAFFC.2015.2457417): pitch, loudness, spectral balance, voicing, rhythm, over frames with speech or with voice, and
all of them free of the recording's level.

Frames t = 0 .. T-1 start at sample 160 t. Of each:
  L     80 log-mel energies
  e     log of the mean square of the 400 samples less their mean, in 16-bit units, plus 1
  p, v  pitch (log of Hz) and voicing, from 640 samples around the frame's centre less their mean, under a Hann window: the
        autocorrelation over that of the window, r(0) = 1; the lag from 32 to 228 (500 to 70 Hz) with the greatest
        r(lag) - 0.0005 lag, refined by a parabola through its neighbours; v = r there, from 0 to 1; p, a median of five frames

Speech is where e is within 6 (26 dB) of its 95th percentile; voice where there is speech and v > 0.6, or, of fewer than five such
frames, where v is at least its 80th percentile.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from mini_forward import FRAME, HOP, RATE, FFT, mel_filters, read_samples

BANDS, GROUPS = 80, 20
EDGES = [0, 8, 20, 32, 46, 60, 80]  # bands at which the six regions begin and end
MODULATION_HZ = [0.5, 2, 4, 8, 16, 32]
LAGS = range(32, 229)
PITCH_WINDOW = 640


def frames(samples: np.ndarray, length: int, before: int, count: int) -> np.ndarray:
    padded = np.pad(samples, (before, length))
    return padded[np.arange(length) + HOP * np.arange(count)[:, None]]


def log_mel(samples: np.ndarray, count: int) -> np.ndarray:
    x = frames(samples, FRAME, 0, count)
    x = x - x.mean(1, keepdims=True)
    x = x - 0.97 * np.concatenate([x[:, :1], x[:, :-1]], 1)
    povey = np.power(0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / (FRAME - 1)), 0.85)
    power = np.abs(np.fft.rfft(x * povey, FFT)) ** 2
    return np.log(np.maximum(power @ mel_filters(BANDS), 2.0**-23))


def pitch(samples: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(PITCH_WINDOW) / (PITCH_WINDOW - 1))
    x = frames(samples, PITCH_WINDOW, (PITCH_WINDOW - FRAME) // 2, count)
    x = (x - x.mean(1, keepdims=True)) * window

    def autocorrelation(y):
        return np.fft.irfft(np.abs(np.fft.rfft(y, 1024)) ** 2, 1024)[..., : LAGS[-1] + 2]

    a, w = autocorrelation(x), autocorrelation(window)
    r = a / (a[:, :1] + 1e-3) / (w / w[0])
    score = r[:, LAGS] - 0.0005 * np.array(LAGS)
    best = score.argmax(1) + LAGS[0]
    at = np.arange(count)
    left, middle, right = r[at, best - 1], r[at, best], r[at, best + 1]
    bend = left - 2 * middle + right
    with np.errstate(all="ignore"):
        shift = np.where(bend < -1e-9, np.clip(0.5 * (left - right) / bend, -0.5, 0.5), 0)
    raw = np.log(RATE / (best + shift))
    padded = np.pad(raw, 2, mode="edge")
    smooth = np.median(np.stack([padded[i : i + count] for i in range(5)]), 0)
    return smooth, np.clip(middle, 0, 1)


def runs(mask: np.ndarray) -> np.ndarray:
    """Lengths of the stretches of True."""
    edges = np.diff(np.concatenate([[0], mask.astype(int), [0]]))
    return np.where(edges == -1)[0] - np.where(edges == 1)[0]


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / scale) if scale > 1e-9 else 0.0


def log_mean_exp(x: np.ndarray, axis=None) -> np.ndarray:
    return np.log(np.exp(x).mean(axis))


def statistics(samples: np.ndarray) -> dict[str, float]:
    samples = samples * 2**15
    count = (len(samples) - FRAME) // HOP + 1
    mel = log_mel(samples, count)
    p, v = pitch(samples, count)
    x = frames(samples, FRAME, 0, count)
    e = np.log(((x - x.mean(1, keepdims=True)) ** 2).mean(1) + 1)
    loud = np.percentile(e, 95)
    speech = e > loud - 6
    voice = speech & (v > 0.6)
    if voice.sum() < 5:
        voice = v >= np.percentile(v, 80)
    out: dict[str, float] = {}

    def put(name, values):
        values = np.atleast_1d(values)
        out.update({f"{name}.{i}": float(value) for i, value in enumerate(values)})

    # pitch, relative to the clip's median
    f = p[voice]
    f5, f25, f50, f75, f95 = np.percentile(f, [5, 25, 50, 75, 95])
    steps = np.diff(p)[voice[1:] & voice[:-1]]
    if len(steps) == 0:
        steps = np.zeros(1)
    put("pitch", [f.std(), f5 - f50, f25 - f50, f75 - f50, f95 - f50])
    put("pitch_step", [np.abs(steps).mean(), steps.std(), steps.mean(), (steps > 0).mean()])
    t = np.where(voice)[0]
    end, start = f[t >= 0.7 * t[-1]], f[: max(1, len(f) // 4)]
    put("pitch_contour", [correlation(t, f) * f.std(), end.mean() - f.mean(), start.mean() - f.mean()])
    s = v[speech]
    put("voicing", [s.mean(), s.std(), *np.percentile(s, [10, 50, 90])])
    # loudness, relative to the mean power of speech
    relative = e[speech] - log_mean_exp(e[speech])
    de = np.diff(e)[speech[1:]]
    if len(de) == 0:
        de = np.zeros(1)
    put("loudness", [relative.std(), *np.percentile(relative, [5, 25, 50, 75, 95])])
    put("loudness_step", [np.abs(de).mean(), de.std(), *np.percentile(de, [5, 95])])
    # rhythm
    voiced, pauses, spoken = runs(voice), runs(speech & ~voice), runs(speech)
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(9) / 8)
    smooth = np.convolve(np.pad(e, 4, mode="edge"), hann / hann.sum(), "valid")
    peaks = ((smooth[1:-1] > smooth[:-2]) & (smooth[1:-1] >= smooth[2:]) & speech[1:-1]).sum()
    seconds = speech.sum() / 100
    put(
        "rhythm",
        [
            voice.sum() / speech.sum(),
            len(voiced) / seconds,
            np.log(voiced.mean()),
            voiced.std(),
            np.log1p(pauses.mean() if len(pauses) else 0),
            np.log(spoken.mean()),
            peaks / seconds,
        ],
    )
    # spectrum in voice
    grouped = mel.reshape(count, GROUPS, BANDS // GROUPS).mean(2)
    put("spectrum", grouped[voice].mean(0) - mel[voice].mean())
    put("spectrum_deviation", grouped[voice].std(0))
    flux = np.sqrt((np.diff(grouped, axis=0) ** 2).mean(1))[speech[1:]]
    if len(flux) == 0:
        flux = np.zeros(1)
    put("flux", [flux.mean(), flux.std(), np.percentile(flux, 90)])
    # how fast the cepstrum moves
    k = np.arange(GROUPS)[:, None]
    basis = np.sqrt(2 / BANDS) * np.cos(np.pi / BANDS * (np.arange(BANDS) + 0.5) * k)
    basis[0] /= np.sqrt(2)
    cepstrum = mel @ basis.T
    motion = np.gradient(cepstrum, axis=0) if count > 1 else np.zeros_like(cepstrum)
    put("cepstrum_motion", motion[speech].std(0))
    # vocal effort: do the high regions rise with loudness and pitch
    regions = np.stack([log_mean_exp(mel[:, a:b], 1) for a, b in zip(EDGES, EDGES[1:])], 1)
    balance = (regions - regions[:, 1:2])[voice][:, [0, 2, 3, 4, 5]]
    with_loudness = [correlation(x, e[voice]) for x in (*balance.T, f)]
    put("effort", with_loudness + [correlation(f, balance[:, j]) for j in (1, 2, 3)])
    # modulation: shares of slow and fast changes
    size = 1024
    while size < count:
        size *= 2
    hz = np.arange(size // 2 + 1) * (RATE / HOP) / size
    for name, signal in [("loudness", e)] + [(f"region{i}", regions[:, i]) for i in range(6)]:
        floored = np.maximum(signal, np.percentile(signal, 95) - 6)
        centred = floored - floored.mean()
        taper = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(count) / (count - 1)) if count > 1 else 1
        power = np.abs(np.fft.rfft(centred * taper, size)) ** 2
        bands = np.array([power[(hz >= a) & (hz < b)].sum() for a, b in zip(MODULATION_HZ, MODULATION_HZ[1:])])
        put("modulation_" + name, np.log(bands / max(bands.sum(), 1e-9) + 1e-4))
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--samples", required=True, type=Path)
    print(json.dumps(statistics(read_samples(parser.parse_args().samples))))


if __name__ == "__main__":
    main()
