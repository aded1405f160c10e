"""Checks an exported model, and compares Python's answers with Emoglot's.

    ./emoglot export --model runs/all-de/model --format onnx --out model.onnx
    ./emoglot predict --model model.onnx --segments off --format jsonl clips > answers.jsonl
    python reference/onnx_answers.py model.onnx answers.jsonl [--other other.jsonl]

onnx.checker must pass, with shape inference. Then Python's ONNX Runtime answers the same files, and the largest
difference of a probability is printed; above 1e-5 the script fails. With --other, such as the answers of the engine
torch, it also prints how far those are from the first. Files must have 16 kHz and one channel, so that no resampling
differs. Needs requirements-onnx.txt.
"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import soundfile

MOST = 1e-5


def answers(path: Path) -> dict[str, dict[str, float]]:
    """The probabilities of each file with speech, by label."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["path"]: {s["label"]: s["score"] for s in line["scores"]} for line in lines if line["speech"]}


def difference(one: dict[str, float], other: dict[str, float]) -> float:
    return max(abs(one[label] - other[label]) for label in one)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--other", type=Path)
    arguments = parser.parse_args()
    onnx.checker.check_model(str(arguments.model), full_check=True)
    model = onnx.load(str(arguments.model), load_external_data=False)
    print(f"onnx.checker passes: {arguments.model}, opset {model.opset_import[0].version}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(arguments.model), options)
    metadata = session.get_modelmeta().custom_metadata_map
    labels = json.loads(metadata["labels"])
    rate = int(metadata["sample_rate"])
    expected = answers(arguments.answers)
    worst = 0.0
    for path, scores in expected.items():
        samples, found = soundfile.read(path, dtype="float32")
        if found != rate or samples.ndim != 1:
            sys.exit(f"Expected {rate} Hz and one channel, found {found} Hz and {samples.shape} in {path}.")
        probabilities = session.run(["probabilities"], {"samples": samples[np.newaxis]})[0][0]
        worst = max(worst, difference(scores, dict(zip(labels, map(float, probabilities)))))
    print(f"{len(expected)} clips, Python against Emoglot: at most {worst:.1e} in a probability")
    if arguments.other:
        other = answers(arguments.other)
        differences = [difference(scores, other[path]) for path, scores in expected.items()]
        same = sum(max(s, key=s.get) == max(other[p], key=other[p].get) for p, s in expected.items())
        print(f"the other answers: at most {max(differences):.1e}, the same label for {same}")
    if worst > MOST:
        sys.exit(f"Expected at most {MOST}.")


if __name__ == "__main__":
    main()
