"""One peer of reference/peer_bench.py, alone in its process so that its memory is its own.

    python reference/peer_worker.py SETTING FOLDER THREADS

answers requests, one JSON object a line, with one line each: {"do": "extract"} embeds all clips and says in how many
seconds, and with "out": FILE the embeddings are written too; {"do": "step", "number": n} does a training step on batch
n (peer_train_step.py) and says in how many seconds and with which losses; {"do": "check", "number": n} says what the
losses of that batch are where nothing is padded.

FOLDER is made by peer_bench.py: model/ (a Hugging Face folder), model.onnx, clips.json and clips/*.f32, raw float32
samples at 16 kHz. An embedding is the mean over its frames of a clip's last hidden state. SETTING is one of

one          transformers, float32, a batch of one, so nothing is padded
sorted-N     transformers, float32, batches of N clips of like length, padded with zeros and without an attention mask,
             as transformers does for this layout; the mean is over valid frames
one-bf16, sorted-N-bf16  the same with all weights and activations in bfloat16
onnx         ONNX Runtime, float32, a batch of one
step         transformers, float32, training steps on one padded batch
step-sorted  the same, the encoder called on a few clips of like length at a time, which wastes less on padding
step-bf16, step-sorted-bf16  the same with the frozen encoder in bfloat16, and what is trained in float32
whisper-X    the setting X of peer_whisper.py
bundled      the bundled model, see peer_bundled.py
"""

import json
import sys
import time
from pathlib import Path

import numpy as np


def read_clips(folder, indices):
    """Samples of the clips with these indices in clips.json."""
    clips = json.loads((folder / "clips.json").read_text())["clips"]
    return [np.fromfile(folder / "clips" / clips[i]["file"], dtype="<f4") for i in indices]


def normalise(samples):
    """Mean 0 and variance 1, as the feature extractor with do_normalize does for one clip."""
    return (samples - samples.mean()) / np.sqrt(samples.var() + 1e-7)


class Transformers:
    """transformers on PyTorch with its defaults: scaled dot-product attention, no gradient."""

    def __init__(self, folder, threads, batch, bfloat16):
        import torch
        from transformers import Wav2Vec2Model

        torch.set_num_threads(threads)
        self.torch = torch
        self.model = Wav2Vec2Model.from_pretrained(folder / "model").eval()
        self.dtype = torch.bfloat16 if bfloat16 else torch.float32
        self.model.to(self.dtype)
        self.batch = batch

    def embed(self, clips):
        torch = self.torch
        order = sorted(range(len(clips)), key=lambda i: len(clips[i])) if self.batch > 1 else range(len(clips))
        order = list(order)
        embeddings = [None] * len(clips)
        with torch.inference_mode():
            for start in range(0, len(order), self.batch):
                chosen = order[start : start + self.batch]
                longest = max(len(clips[i]) for i in chosen)
                padded = np.zeros((len(chosen), longest), dtype=np.float32)
                for row, i in enumerate(chosen):
                    padded[row, : len(clips[i])] = normalise(clips[i])
                states = self.model(torch.from_numpy(padded).to(self.dtype)).last_hidden_state  # (B, T, D)
                for row, i in enumerate(chosen):
                    frames = int(self.model._get_feat_extract_output_lengths(len(clips[i])))
                    embeddings[i] = states[row, :frames].float().mean(0).numpy()
        return np.stack(embeddings)


class Onnx:
    """ONNX Runtime with all of its graph optimizations, on the graph that peer_bench.py exported."""

    def __init__(self, folder, threads):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def embed(self, clips):
        return np.stack(
            [self.session.run(None, {"samples": normalise(clip)[None]})[0][0].mean(0) for clip in clips]
        )


def make(setting, folder, threads):
    """The peer of a setting, and from a request to its answer."""
    if setting.startswith("step"):
        from peer_train_step import PeerStep

        parts = setting.split("-")
        step = PeerStep(folder, threads, bfloat16="bf16" in parts, sort="sorted" in parts)
        return lambda request: step.first_losses(request["number"]) if request["do"] == "check" else step.step(request["number"])
    clips = read_clips(folder, json.loads((folder / "clips.json").read_text())["extraction"])
    if setting.startswith("whisper-"):
        import peer_whisper

        peer = peer_whisper.make(setting.removeprefix("whisper-"), folder, threads)
    elif setting == "bundled":
        import peer_bundled

        peer = peer_bundled.Peer(folder, threads)
    elif setting == "onnx":
        peer = Onnx(folder, threads)
    else:
        plain = setting.removesuffix("-bf16")
        batch = 1 if plain == "one" else int(plain.removeprefix("sorted-"))
        peer = Transformers(folder, threads, batch, bfloat16=plain != setting)

    def extract(request):
        embeddings = peer.embed(clips)
        if "out" in request:
            embeddings.astype("<f4").tofile(request["out"])

    return extract


def main():
    setting, folder, threads = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    answers = sys.stdout
    sys.stdout = sys.stderr  # whatever a library prints is not an answer
    serve = make(setting, folder, threads)
    print(json.dumps({"ready": setting}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        start = time.perf_counter()
        losses = serve(request)
        print(json.dumps({"seconds": time.perf_counter() - start, "losses": losses}), file=answers, flush=True)


if __name__ == "__main__":
    main()
