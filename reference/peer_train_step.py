"""The training step of the system `proposed` in PyTorch on transformers' encoder: what reference/peer_bench.py times
Emoglot's step against. Written from the method (docs/protocol.md, docs/architecture.md, arXiv 2606.06200), not from
Emoglot's code.

A frozen Wav2Vec2Model without dropout, SpecAugment and LayerDrop, which would be noise in a frozen encoder; LoRA (rank
8, alpha 16) on q and v; bottleneck adapters of width 64 behind the feed-forward blocks; one scalar gate a branch;
the mean over valid frames; a linear head; cross-entropy + language-aware supervised contrastive loss + 0.3 times the
speakers' cross-entropy behind a gradient reversal; AdamW on what is trained, with the gradient's norm clipped to 5.

Padded batches get an attention mask, without which the padding would be trained on. The convolutions are frozen and
run without gradient, as everything does below the first LoRA.
"""

import json

import numpy as np
import torch
from peer_worker import normalise, read_clips
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from transformers import Wav2Vec2Model

LORA_RANK, LORA_ALPHA = 8, 16
ADAPTER_WIDTH = 64
SUPCON_WEIGHT, SPEAKER_WEIGHT = 1.0, 0.3
CROSS_LANGUAGE_WEIGHT, TEMPERATURE = 2.5, 0.07
GRADIENT_CLIP = 5.0
CLIPS_AT_A_TIME = 6  # of like length, with sort=True
EMOTIONS = ["neutral", "happy", "angry", "sad"]
LEARNING_RATE, WEIGHT_DECAY = 1e-3, 0.01


class Lora(nn.Module):
    """W x + gate * (alpha / r) B A x around a frozen projection W."""

    def __init__(self, frozen):
        super().__init__()
        self.frozen = frozen
        self.down = nn.Parameter(torch.randn(LORA_RANK, frozen.in_features) * (2 / frozen.in_features) ** 0.5)
        self.up = nn.Parameter(torch.zeros(frozen.out_features, LORA_RANK))
        self.gate = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        inner = functional.linear(x.to(self.down.dtype), self.down) * (LORA_ALPHA / LORA_RANK)
        branch = functional.linear(inner, self.up) * self.gate.sigmoid()
        return self.frozen(x) + branch.to(x.dtype)


class Adapter(nn.Module):
    """f + gate * up(gelu(down(f))) behind a frozen feed-forward block f."""

    def __init__(self, frozen, width):
        super().__init__()
        self.frozen = frozen
        self.down = nn.Linear(width, ADAPTER_WIDTH)
        self.up = nn.Linear(ADAPTER_WIDTH, width)
        nn.init.zeros_(self.up.weight)
        nn.init.zeros_(self.up.bias)
        self.gate = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        f = self.frozen(x)
        branch = self.up(functional.gelu(self.down(f.to(self.gate.dtype)))) * self.gate.sigmoid()
        return f + branch.to(f.dtype)


class Reversal(torch.autograd.Function):
    """The identity, whose gradient is negated."""

    @staticmethod
    def forward(context, x):
        return x.view_as(x)

    @staticmethod
    def backward(context, gradient):
        return -gradient


def supcon(h, emotions, languages):
    """Language-aware supervised contrastive loss, equations 5 to 8."""
    z = functional.normalize(h, dim=1)
    similarity = z @ z.T / TEMPERATURE  # (B, B)
    self_pair = torch.eye(len(h), dtype=torch.bool)
    log_probability = similarity - torch.logsumexp(similarity.masked_fill(self_pair, float("-inf")), 1, keepdim=True)
    positive = (emotions[:, None] == emotions[None]) & ~self_pair
    weight = torch.where(languages[:, None] == languages[None], 1.0, CROSS_LANGUAGE_WEIGHT) * positive
    total = weight.sum(1)
    anchors = total > 0
    if not anchors.any():
        return h.sum() * 0
    per_anchor = -(weight * log_probability).sum(1)[anchors] / total[anchors]
    return per_anchor.mean()


class PeerStep:
    def __init__(self, folder, threads, bfloat16, sort):
        torch.set_num_threads(threads)
        torch.manual_seed(1)
        self.sort = sort
        self.dtype = torch.bfloat16 if bfloat16 else torch.float32
        model = Wav2Vec2Model.from_pretrained(folder / "model").eval().to(self.dtype)
        model.requires_grad_(False)
        width = model.config.hidden_size
        for layer in model.encoder.layers:
            layer.attention.q_proj = Lora(layer.attention.q_proj)
            layer.attention.v_proj = Lora(layer.attention.v_proj)
            layer.feed_forward = Adapter(layer.feed_forward, width)
        self.model = model
        self.read_batches(folder)
        # No dropout in the speaker head, so that both sides' first losses can be compared.
        self.head = nn.Linear(width, len(EMOTIONS))
        self.speaker_head = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, self.speakers))
        self.load_heads(folder / "heads.safetensors")
        modules = nn.ModuleList([model, self.head, self.speaker_head])
        self.trained = [p for p in modules.parameters() if p.requires_grad]
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for p in self.trained if p.ndim > 1], "weight_decay": WEIGHT_DECAY},
                {"params": [p for p in self.trained if p.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=LEARNING_RATE,
        )

    def read_batches(self, folder):
        listing = json.loads((folder / "clips.json").read_text())
        clips = listing["clips"]
        used = sorted({i for batch in listing["batches"] for i in batch})
        speaker = {i: clips[i]["corpus"] + ":" + clips[i]["speaker"] for i in used}
        speakers = sorted(set(speaker.values()))
        languages = sorted({clips[i]["language"] for i in used})
        self.speakers = len(speakers)
        samples = dict(zip(used, map(normalise, read_clips(folder, used))))
        self.batches = [
            (
                [samples[i] for i in batch],
                torch.tensor([EMOTIONS.index(clips[i]["emotion"]) for i in batch]),
                torch.tensor([languages.index(clips[i]["language"]) for i in batch]),
                torch.tensor([speakers.index(speaker[i]) for i in batch]),
            )
            for batch in listing["batches"]
        ]

    def load_heads(self, file):
        """The first weights that the other side drew."""
        values = load_file(file)
        with torch.no_grad():
            for layer, name in (
                (self.head, "classifier.output"),
                (self.speaker_head[0], "speaker_head.hidden"),
                (self.speaker_head[2], "speaker_head.output"),
            ):
                layer.weight.copy_(values[name + ".weight"])
                layer.bias.copy_(values[name + ".bias"])

    def embed_padded(self, clips):
        """Embeddings (B, D) of one padded batch."""
        lengths = torch.tensor([len(clip) for clip in clips])
        padded = np.zeros((len(clips), int(lengths.max())), dtype=np.float32)
        for row, clip in enumerate(clips):
            padded[row, : len(clip)] = clip
        mask = (torch.arange(padded.shape[1])[None] < lengths[:, None]).long() if len(clips) > 1 else None
        states = self.model(torch.from_numpy(padded).to(self.dtype), attention_mask=mask).last_hidden_state
        frames = self.model._get_feat_extract_output_lengths(lengths)
        valid = (torch.arange(states.shape[1])[None] < frames[:, None]).unsqueeze(2)  # (B, T, 1)
        return (states.float() * valid).sum(1) / frames[:, None]

    def embed(self, clips, at_a_time):
        """Embeddings (B, D), some clips of like length at a time."""
        order = sorted(range(len(clips)), key=lambda i: len(clips[i]))
        parts = [
            self.embed_padded([clips[i] for i in order[start : start + at_a_time]])
            for start in range(0, len(order), at_a_time)
        ]
        return torch.cat(parts)[torch.argsort(torch.tensor(order))]

    def losses(self, h, batch):
        _, emotions, languages, speakers = batch
        cross_entropy = functional.cross_entropy(self.head(h), emotions)
        contrastive = supcon(h, emotions, languages)
        speaker = functional.cross_entropy(self.speaker_head(Reversal.apply(h)), speakers)
        total = cross_entropy + SUPCON_WEIGHT * contrastive + SPEAKER_WEIGHT * speaker
        return {"loss": total, "crossEntropy": cross_entropy, "contrastive": contrastive, "speaker": speaker}

    def first_losses(self, number):
        """The losses with every clip alone, so without the effect of padding."""
        batch = self.batches[number % len(self.batches)]
        with torch.no_grad():
            losses = self.losses(self.embed(batch[0], 1), batch)
        return {name: value.item() for name, value in losses.items()}

    def step(self, number):
        batch = self.batches[number % len(self.batches)]
        h = self.embed(batch[0], CLIPS_AT_A_TIME if self.sort else len(batch[0]))
        losses = self.losses(h, batch)
        self.optimizer.zero_grad(set_to_none=True)
        losses["loss"].backward()
        nn.utils.clip_grad_norm_(self.trained, GRADIENT_CLIP)
        self.optimizer.step()
        return {name: value.item() for name, value in losses.items()}
