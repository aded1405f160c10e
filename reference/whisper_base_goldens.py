"""Makes the golden embeddings of Whisper base on real clips, by transformers.

    python reference/whisper_base_goldens.py FOLDER CORPORA            # write the golden file
    python reference/whisper_base_goldens.py FOLDER CORPORA --check    # compare with the committed one

FOLDER holds the encoder in Hugging Face's layout, CORPORA the five corpora as docs/corpora.md has them. Neither a clip
nor a weight is kept: the file holds numbers alone.

emoglot-app/src/test/resources/golden/whisper-base/embeddings.json:
    clips       paths below CORPORA, every one at 16 kHz with one channel
    channels    those of the 512 that are kept, every 16th
    valid       (clips, states 0..6, channels): means over the clip's own frames; the energies are those of the clip
                alone, the positions the first T
    padded      the same of the clip padded to 30 s, means over all 1500 frames: what transformers computes
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
from transformers import WhisperConfig, WhisperFeatureExtractor, WhisperModel
from safetensors.torch import load_file

from whisper_goldens import hidden_states, log_mel, require_transformers

GOLDEN = (
    Path(__file__).resolve().parents[1] / "emoglot-app/src/test/resources/golden/whisper-base/embeddings.json"
)
CORPORA = ("CASIA", "EMODB", "EMOVO", "RAVDESS", "URDU")
CLIPS_OF_EACH = 4
TOLERANCE = 1e-4


def clips(corpora: Path) -> list[Path]:
    """Of each corpus every n-th file by name, of different lengths and speakers."""
    chosen = []
    for corpus in CORPORA:
        files = sorted(
            path.relative_to(corpora)
            for path in (corpora / corpus).rglob("*")
            if path.suffix.lower() in (".wav", ".flac")
        )
        chosen += files[:: len(files) // CLIPS_OF_EACH][:CLIPS_OF_EACH]
    return chosen


def encoder(folder: Path) -> torch.nn.Module:
    model = WhisperModel(WhisperConfig.from_pretrained(folder, dtype=torch.float32)).get_encoder()
    prefix = "model.encoder."
    weights = load_file(folder / "model.safetensors")
    model.load_state_dict({name[len(prefix) :]: w.float() for name, w in weights.items() if name.startswith(prefix)})
    return model.float().eval()


def means(states: list[torch.Tensor]) -> list[list[float]]:
    return [[round(float(x), 6) for x in state.double().mean(0)[::16]] for state in states]


def make(folder: Path, corpora: Path) -> dict:
    model = encoder(folder)
    extractor = WhisperFeatureExtractor.from_pretrained(folder)
    found = {"clips": [], "channels": list(range(0, 512, 16)), "valid": [], "padded": []}
    for path in clips(corpora):
        samples, rate = soundfile.read(corpora / path, dtype="float32")
        assert rate == 16_000 and samples.ndim == 1, f"{path}: {rate} Hz, {samples.shape}"
        found["clips"].append(path.as_posix())
        found["valid"].append(means(hidden_states(model, log_mel(extractor, samples, False))))
        features = log_mel(extractor, samples, "max_length")
        padded = hidden_states(model, features)
        require_transformers(model, features, padded)
        found["padded"].append(means(padded))
    return found


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    made = make(arguments.folder, arguments.corpora)
    if not arguments.check:
        GOLDEN.parent.mkdir(parents=True, exist_ok=True)
        GOLDEN.write_text(json.dumps(made, separators=(",", ":")) + "\n")
        return 0
    committed = json.loads(GOLDEN.read_text())
    assert committed["clips"] == made["clips"], "other clips"
    gap = max(np.abs(np.array(made[way]) - np.array(committed[way])).max() for way in ("valid", "padded"))
    print(f"largest difference {gap:.1e}")
    return 1 if gap > TOLERANCE else 0


if __name__ == "__main__":
    sys.exit(main())
