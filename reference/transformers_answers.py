"""Checks models that were exported to transformers and PEFT: the same logits in Python.

    ./emoglot test -pl emoglot-export -am            # leaves one folder for each kind of model, with clips and logits
    python reference/transformers_answers.py emoglot-export/target/transformers/*/*

    ./emoglot export --model runs/all-de/model --format transformers --out folder
    ./emoglot predict --model runs/all-de/model --segments off --format jsonl clips > answers.jsonl
    python reference/transformers_answers.py folder --answers answers.jsonl

Loads each folder with AutoModelForAudioClassification, or its base with PeftModel, and warns of nothing that is
missing. Without --answers it compares the logits of expected.safetensors in the folder, at most 1e-4 apart; with it,
the scores of pipeline("audio-classification") for the files of the answers, at most 1e-4 apart in a probability. Needs
requirements-transformers.txt.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import soundfile
import torch
from safetensors.numpy import load_file
from transformers import AutoConfig, AutoFeatureExtractor, AutoModelForAudioClassification, pipeline

MOST = 1e-4


def load(folder: Path) -> torch.nn.Module:
    adapter = folder / "adapter_config.json"
    if not adapter.exists():
        model, report = AutoModelForAudioClassification.from_pretrained(folder, output_loading_info=True)
        odd = {what: names for what, names in report.items() if names}
        if odd:
            sys.exit(f"Expected every parameter of {folder} in its place, found {odd}.")
        return model.eval()
    from peft import PeftModel

    config = AutoConfig.from_pretrained(folder)
    base = json.loads(adapter.read_text())["base_model_name_or_path"]
    return PeftModel.from_pretrained(AutoModelForAudioClassification.from_pretrained(base, config=config), folder).eval()


def check_logits(folder: Path) -> float:
    model = load(folder)
    extractor = AutoFeatureExtractor.from_pretrained(folder)
    expected = load_file(folder / "expected.safetensors")
    worst = 0.0
    for name in [name for name in expected if name.startswith("clip")]:
        inputs = extractor(expected[name], sampling_rate=16000, return_tensors="pt")
        with torch.no_grad():
            logits = model(**inputs).logits[0].numpy()
        worst = max(worst, float(np.abs(logits - expected[name.replace("clip", "logits")]).max()))
    return worst


def check_answers(folder: Path, answers: Path) -> float:
    classify = pipeline("audio-classification", str(folder), device="cpu")
    worst = 0.0
    for line in map(json.loads, answers.read_text(encoding="utf-8").splitlines()):
        if not line["speech"]:
            continue
        samples, rate = soundfile.read(line["path"], dtype="float32")
        if rate != 16000 or samples.ndim != 1:
            sys.exit(f"Expected 16 kHz and one channel, found {rate} Hz and {samples.shape} in {line['path']}.")
        found = {s["label"]: s["score"] for s in classify({"raw": samples, "sampling_rate": rate}, top_k=None)}
        worst = max(worst, max(abs(s["score"] - found[s["label"]]) for s in line["scores"]))
    return worst


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--answers", type=Path)
    arguments = parser.parse_args()
    wrong = []
    for folder in arguments.folders:
        worst = check_answers(folder, arguments.answers) if arguments.answers else check_logits(folder)
        kind = "PEFT" if (folder / "adapter_config.json").exists() else "transformers"
        print(f"{folder.name}: {kind} differs by at most {worst:.1e}")
        if not worst <= MOST:
            wrong.append(folder.name)
    if wrong:
        sys.exit(f"Expected at most {MOST} in {', '.join(wrong)}.")


if __name__ == "__main__":
    main()
