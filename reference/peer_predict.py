"""What `emoglot predict` does, in a Python script of the usual kind: one WAV file, one base-size encoder with a linear
head, one answer. reference/peer_bench.py times it from start to end.

    python reference/peer_predict.py MODEL_FOLDER HEADS.safetensors CLIP.wav
"""

import sys

import soundfile
import torch
from safetensors.torch import load_file
from transformers import Wav2Vec2FeatureExtractor, Wav2Vec2Model

LABELS = ["neutral", "happy", "angry", "sad"]

folder, heads, clip = sys.argv[1:]
extractor = Wav2Vec2FeatureExtractor.from_pretrained(folder)
model = Wav2Vec2Model.from_pretrained(folder).eval()
head = load_file(heads)
samples, rate = soundfile.read(clip, dtype="float32")
with torch.inference_mode():
    inputs = extractor(samples, sampling_rate=rate, return_tensors="pt").input_values
    h = model(inputs).last_hidden_state.mean(1)
    scores = torch.softmax(h @ head["classifier.output.weight"].T + head["classifier.output.bias"], 1)[0]
print(sorted(zip(scores.tolist(), LABELS), reverse=True))
