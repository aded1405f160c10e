"""Writes the clips of a manifest as over a bad telephone in a room, with a manifest of them beside.

    python reference/telephone.py manifests/emodb.csv degraded      # writes degraded/emodb/*.wav and degraded/emodb.csv

Each clip at 16 kHz gets echoes, noise that decays by 60 dB in 0.25 s and has a quarter of the direct sound's power; white
noise at 20 dB; a band of 300 to 3400 Hz (Butterworth, order 4); and a peak of 0.5. All of it is drawn from the clip's
number in the manifest. Needs numpy, scipy and soundfile (requirements-telephone.txt).
"""

import argparse
import csv
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import butter, fftconvolve, sosfilt

RATE = 16_000
BAND = butter(4, [300, 3400], btype="band", fs=RATE, output="sos")


def degrade(clip: np.ndarray, random: np.random.Generator) -> np.ndarray:
    length = RATE // 4
    room = random.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
    room *= 0.5 / np.sqrt((room**2).sum())
    room[0] += 1
    clip = fftconvolve(clip, room)[: len(clip)]
    clip = clip + random.normal(0, 1, len(clip)) * np.sqrt((clip**2).mean()) * 10 ** (-20 / 20)
    clip = sosfilt(BAND, clip)
    return 0.5 * clip / max(1e-9, np.abs(clip).max())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("manifest", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    folder = options.out / options.manifest.stem
    folder.mkdir(parents=True, exist_ok=True)
    with options.manifest.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows):
        clip, rate = soundfile.read(options.manifest.parent / row["path"], dtype="float64", always_2d=True)
        if rate != RATE:
            raise SystemExit(f"Expected {RATE} Hz in {row['path']}, found {rate}.")
        soundfile.write(folder / f"{number}.wav", degrade(clip.mean(1), np.random.default_rng(number)), RATE, "PCM_16")
        row |= {key: "" for key in ("audio_sha256", "audio_fingerprint") if key in row}  # of the clip before
        row["path"] = f"{folder.name}/{number}.wav"
    with (options.out / options.manifest.name).open("w", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
