"""Writes clips with made-up music: chords, a tune and a drum, 4 s each.

    python reference/music.py FOLDER [--clips 12]

For samples that hold something else than speech. The same clips every time.
"""

import argparse
from pathlib import Path

import numpy as np
import soundfile

RATE = 16000
SECONDS = 4
MAJOR, MINOR = [0, 2, 4, 5, 7, 9, 11, 12], [0, 2, 3, 5, 7, 8, 10, 12]


def music(seed: int) -> np.ndarray:
    random = np.random.default_rng(seed)
    clip = np.zeros(RATE * SECONDS)
    scale = MAJOR if seed % 2 else MINOR
    step = int(RATE * 30 / random.uniform(80, 150))  # half a beat
    root = random.uniform(110, 220)
    for number, start in enumerate(range(0, len(clip) - RATE // 20, step)):
        length = min(len(clip) - start, int(RATE * random.uniform(0.2, 0.8)))
        time = np.arange(length) / RATE
        loudness = np.minimum(time / 0.01, 1) * np.exp(-3 * time)
        for note in [scale[0], scale[2], scale[4]] if number % 4 == 0 else [random.choice(scale)]:
            pitch = root * 2 ** (note / 12)
            for k in range(1, 9):
                phase = random.uniform(0, 2 * np.pi)
                clip[start : start + length] += loudness * np.sin(2 * np.pi * k * pitch * time + phase) / k**1.3
        if number % 2 == 0:
            length = min(len(clip) - start, 1500)
            clip[start : start + length] += random.normal(0, 1, length) * np.exp(-np.arange(length) / 200)
    return 0.3 * clip / np.abs(clip).max()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=12)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.clips):
        soundfile.write(arguments.folder / f"{number}.wav", music(number), RATE, "PCM_16")


if __name__ == "__main__":
    main()
