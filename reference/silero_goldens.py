"""Writes emoglot-onnx/src/test/resources/golden/silero.json: what Python's ONNX Runtime makes of a made-up voice.

    python reference/silero_goldens.py emoglot-onnx/src/main/resources/org/emoglot/onnx/silero-vad.onnx

Needs numpy and onnxruntime (requirements-silero.txt).
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnxruntime

RATE = 16000
FRAME = 512
CONTEXT = 64


def voice(seconds: float) -> np.ndarray:
    """Harmonics of a gliding pitch, with a formant, in syllables; SileroModelTest makes the same."""
    t = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * (120 * t + 10 * np.sin(2 * np.pi * 0.7 * t))
    formant = 700 + 300 * np.sin(2 * np.pi * 1.3 * t)
    x = np.zeros_like(t)
    for harmonic in range(1, 31):
        x += np.exp(-(((120 * harmonic - formant) / 500) ** 2)) * np.sin(harmonic * phase)
    syllables = np.maximum(0, np.sin(2 * np.pi * 2.5 * t))
    return (0.2 * syllables * x).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    session = onnxruntime.InferenceSession(parser.parse_args().model.read_bytes())
    frames = voice(4.096).reshape(-1, FRAME)
    contexts = np.zeros((len(frames), CONTEXT), np.float32)
    contexts[1:] = frames[:-1, -CONTEXT:]
    zero = np.zeros((1, 1, 128), np.float32)
    probabilities = session.run(
        ["speech_probs"], {"input": np.concatenate([contexts, frames], 1), "h": zero, "c": zero}
    )[0]
    target = Path(__file__).parents[1] / "emoglot-onnx/src/test/resources/golden/silero.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"probabilities": [round(float(p), 7) for p in probabilities]}) + "\n")


if __name__ == "__main__":
    main()
