"""Answers WAV or FLAC files of one channel at 16 kHz with an exported model, without Emoglot.

    pip install onnxruntime soundfile
    python emotion.py model.onnx clip.wav
"""

import json
import sys

import onnxruntime
import soundfile

session = onnxruntime.InferenceSession(sys.argv[1])
labels = json.loads(session.get_modelmeta().custom_metadata_map["labels"])
for path in sys.argv[2:]:
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != 16000 or samples.ndim != 1:
        sys.exit(f"Expected one channel at 16000 Hz, found {rate} Hz and shape {samples.shape} in {path}.")
    probabilities = session.run(["probabilities"], {"samples": samples[None]})[0][0]
    scores = {label: round(float(p), 6) for label, p in zip(labels, probabilities)}
    print(json.dumps({"path": path, "label": max(scores, key=scores.get), "scores": scores}))
