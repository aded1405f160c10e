"""Whisper's peers of reference/peer_bench.py: other ways to embed a clip with the same encoder, log-mel energies included.

An embedding is the mean over its frames of a clip's last hidden state. All peers compute the energies with transformers'
WhisperFeatureExtractor, on the tensors of PyTorch. FOLDER holds model/ (a Hugging Face folder), model.onnx and ctranslate2/,
which `prepare` makes. A setting is one of

padded-N     transformers' own pipeline, float32: batches of N clips, each padded with silence to 30 s; the mean is over all
             1500 frames
valid        the modules of transformers' encoder, float32, on the clip's own frames and the first positions; a batch of one
valid-bf16   the same with all weights and activations in bfloat16
onnx         the same graph in ONNX Runtime, float32, with all graph optimizations
ctranslate2  the same frames by CTranslate2 in float32, the engine of faster-whisper; all threads share a clip
ctranslate2-clips  the same, each thread with a clip of its own
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperForConditionalGeneration

RATE = 16_000
DECODER = dict(decoder_layers=1, decoder_ffn_dim=32, vocab_size=64)  # random and never run; CTranslate2 wants one
TOKENS = ["<|endoftext|>", "<|startoftranscript|>", "<|notimestamps|>", "<|transcribe|>", "<|nospeech|>"]


def whole_model(folder: Path) -> WhisperForConditionalGeneration:
    """The encoder of the folder, with a small random decoder."""
    config = WhisperConfig(**{**json.loads((folder / "config.json").read_text()), **DECODER})
    config.pad_token_id = config.bos_token_id = config.eos_token_id = config.decoder_start_token_id = 0
    model = WhisperForConditionalGeneration(config).eval()
    prefix = "model.encoder."
    weights = {name: w.float() for name, w in load_file(folder / "model.safetensors").items()}
    model.get_encoder().load_state_dict(
        {name.removeprefix(prefix): w for name, w in weights.items() if name.startswith(prefix)}
    )
    return model


class ValidFrames(torch.nn.Module):
    """The encoder's modules without its demand for 30 s: energies (1, M, T) to the last hidden state (1, T / 2, D)."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, energies):
        h = torch.nn.functional.gelu(self.encoder.conv1(energies))
        h = torch.nn.functional.gelu(self.encoder.conv2(h)).permute(0, 2, 1)
        h = h + self.encoder.embed_positions.weight[: h.shape[1]]
        for layer in self.encoder.layers:
            h = layer(h, None)
        return self.encoder.layer_norm(h)


def prepare(folder: Path) -> None:
    """The graph for ONNX Runtime and the folder for CTranslate2; made once."""
    if not (folder / "model.onnx").exists():
        torch.onnx.export(
            ValidFrames(whole_model(folder / "model").get_encoder()),
            (torch.randn(1, 80, 300),),
            str(folder / "incomplete.onnx"),
            input_names=["energies"],
            output_names=["states"],
            dynamic_axes={"energies": {2: "T"}, "states": {1: "S"}},
            opset_version=17,
            dynamo=False,
        )
        (folder / "incomplete.onnx").rename(folder / "model.onnx")
    if not (folder / "ctranslate2" / "model.bin").exists():
        from ctranslate2.converters.transformers import WhisperLoader

        model = whole_model(folder / "model")
        spec = WhisperLoader().get_model_spec(model)
        spec.register_vocabulary(TOKENS + [f"token{i}" for i in range(model.config.vocab_size - len(TOKENS))])
        spec.validate()
        spec.optimize()
        (folder / "ctranslate2").mkdir(exist_ok=True)
        spec.save(str(folder / "ctranslate2"))


class Peer:
    """Embeds clips in batches; a subclass turns energies (B, M, T) into last hidden states (B, T / 2, D)."""

    def __init__(self, folder: Path, padding: bool, batch: int = 1):
        self.extractor = WhisperFeatureExtractor.from_pretrained(folder / "model")
        self.padding = "max_length" if padding else False
        self.batch = batch

    def embed(self, clips):
        embeddings = []
        with torch.inference_mode():
            for start in range(0, len(clips), self.batch):
                energies = self.extractor(
                    clips[start : start + self.batch], sampling_rate=RATE, padding=self.padding, return_tensors="pt"
                ).input_features
                embeddings += list(self.means(energies))
        return np.stack(embeddings)


class Transformers(Peer):
    def __init__(self, folder, threads, padding, batch=1, bfloat16=False):
        super().__init__(folder, padding, batch)
        torch.set_num_threads(threads)
        self.dtype = torch.bfloat16 if bfloat16 else torch.float32
        encoder = whole_model(folder / "model").get_encoder().to(self.dtype)
        self.states = (lambda x: encoder(x).last_hidden_state) if padding else ValidFrames(encoder).eval()

    def means(self, energies):
        return self.states(energies.to(self.dtype)).float().mean(1).numpy()


class Onnx(Peer):
    def __init__(self, folder, threads):
        import onnxruntime

        super().__init__(folder, padding=False)
        torch.set_num_threads(threads)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def means(self, energies):
        return self.session.run(None, {"energies": energies.numpy()})[0].mean(1)


class CTranslate2(Peer):
    def __init__(self, folder, threads, side_by_side):
        import ctranslate2

        super().__init__(folder, padding=False)
        together = 1 if side_by_side else threads
        torch.set_num_threads(together)
        self.pool = ThreadPoolExecutor(threads // together)
        self.view = ctranslate2.StorageView.from_array
        self.model = ctranslate2.models.Whisper(
            str(folder / "ctranslate2"),
            device="cpu",
            compute_type="float32",
            intra_threads=together,
            inter_threads=threads // together,
        )

    def embed(self, clips):
        return np.concatenate(list(self.pool.map(lambda clip: super(CTranslate2, self).embed([clip]), clips)))

    def means(self, energies):
        return np.asarray(self.model.encode(self.view(energies.contiguous().numpy()))).mean(1)


def make(setting: str, folder: Path, threads: int) -> Peer:
    kind, _, batch = setting.partition("-")
    if kind == "padded":
        return Transformers(folder, threads, padding=True, batch=int(batch))
    if kind == "valid":
        return Transformers(folder, threads, padding=False, bfloat16=batch == "bf16")
    return Onnx(folder, threads) if kind == "onnx" else CTranslate2(folder, threads, side_by_side=batch == "clips")
