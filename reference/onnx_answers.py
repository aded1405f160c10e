"""Checks an exported model, and compares Python's answers with Emoglot's.

    python reference/onnx_answers.py choose clips manifests/*.csv --clips 500
    ./emoglot export --model runs/all-de/model --format onnx --out model.onnx
    ./emoglot predict --model model.onnx --segments off --format jsonl clips > answers.jsonl
    python reference/onnx_answers.py check model.onnx answers.jsonl [--other other.jsonl]
    python reference/onnx_answers.py rounding model.onnx answers.jsonl

`choose` writes an even share of the clips of each manifest, spread over its rows, as float32 WAV at 16 kHz with one
channel: CORPUS/LABEL/NUMBER.wav. `check` runs onnx.checker with shape inference, and Python's ONNX Runtime on the same
files; it prints the largest difference of a probability, and fails above 1e-5. It also compares clips in batches of four,
cut to one length, with the same clips alone. With --other, such as the answers of the engine torch or of an int8 file,
it prints how far those are from the first, and the UAR of both for each corpus. `rounding` moves every sample to the
next float32 above or below it, and prints how far the probabilities move. Needs requirements-onnx.txt.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import soundfile

MOST = 1e-5
RATE = 16_000
BATCH = 4
EMOTIONS = ("neutral", "happy", "angry", "sad")


def choose(arguments) -> None:
    import soxr

    for i, manifest in enumerate(arguments.manifests):
        with open(manifest, newline="", encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["label"] in EMOTIONS]
        share = arguments.clips // len(arguments.manifests) + (i < arguments.clips % len(arguments.manifests))
        count = min(share, len(rows))
        for number in range(count):
            row = rows[number * len(rows) // count]
            samples, rate = soundfile.read(manifest.parent / row["path"], dtype="float32", always_2d=True)
            samples = samples.mean(1)
            if rate != RATE:
                samples = soxr.resample(samples, rate, RATE)
            out = arguments.folder / row["corpus"] / row["label"] / f"{number:04}.wav"
            out.parent.mkdir(parents=True, exist_ok=True)
            soundfile.write(out, np.clip(samples, -1, 1), RATE, subtype="FLOAT")
        print(f"{manifest.stem}: {count} of {len(rows)} clips")


def answers(path: Path) -> dict[str, dict[str, float]]:
    """The probabilities of each file with speech, by label."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["path"]: {s["label"]: s["score"] for s in line["scores"]} for line in lines if line["speech"]}


def difference(one: dict[str, float], other: dict[str, float]) -> float:
    return max(abs(one[label] - other[label]) for label in one)


def uars(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """The mean recall of each corpus in %, of files in folders that `choose` made."""
    hits = defaultdict(lambda: defaultdict(list))
    for path, scores in found.items():
        corpus, label = Path(path).parts[-3:-1]
        hits[corpus][label].append(max(scores, key=scores.get) == label)
    return {
        corpus: 100 * float(np.mean([np.mean(of_label) for of_label in labels.values()]))
        for corpus, labels in hits.items()
    }


def read(path: str) -> np.ndarray:
    samples, rate = soundfile.read(path, dtype="float32")
    if rate != RATE or samples.ndim != 1:
        sys.exit(f"Expected {RATE} Hz and one channel, found {rate} Hz and {samples.shape} in {path}.")
    return samples


def open_session(model: Path):
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(model), options)


def rounding(arguments) -> None:
    session = open_session(arguments.model)
    generator = np.random.default_rng(1)
    moves = []
    for path in answers(arguments.answers):
        clip = read(path)
        towards = generator.choice([-2, 2], len(clip)).astype(np.float32)
        both = [clip, np.nextafter(clip, towards)]
        one, other = (session.run(["probabilities"], {"samples": samples[np.newaxis]})[0] for samples in both)
        moves.append(float(np.abs(one - other).max()))
    print(f"{len(moves)} clips, the last bit of every sample: at most {max(moves):.1e}, median {np.median(moves):.1e}")


def check(arguments) -> None:
    import onnx

    onnx.checker.check_model(str(arguments.model), full_check=True)
    model = onnx.load(str(arguments.model), load_external_data=False)
    megabytes = arguments.model.stat().st_size / 1e6
    print(f"onnx.checker passes: {arguments.model}, opset {model.opset_import[0].version}, {megabytes:.1f} MB")
    session = open_session(arguments.model)
    labels = json.loads(session.get_modelmeta().custom_metadata_map["labels"])

    def run(samples):
        return session.run(["probabilities"], {"samples": samples})[0]

    expected = answers(arguments.answers)
    clips = {path: read(path) for path in expected}
    worst = max(
        difference(scores, dict(zip(labels, map(float, run(clips[path][np.newaxis])[0]))))
        for path, scores in expected.items()
    )
    print(f"{len(expected)} clips, Python against Emoglot: at most {worst:.1e} in a probability")
    ordered = list(clips.values())
    apart = 0.0
    for start in range(0, len(ordered) - BATCH + 1, 10 * BATCH):
        length = min(map(len, ordered[start : start + BATCH]))
        batch = np.stack([clip[:length] for clip in ordered[start : start + BATCH]])
        alone = np.concatenate([run(clip[np.newaxis]) for clip in batch])
        apart = max(apart, float(np.abs(run(batch) - alone).max()))
    print(f"in batches against alone, in Python: at most {apart:.1e}")
    if arguments.other:
        other = answers(arguments.other)
        differences = [difference(scores, other[path]) for path, scores in expected.items()]
        same = sum(max(s, key=s.get) == max(other[p], key=other[p].get) for p, s in expected.items())
        print(f"the other answers: at most {max(differences):.1e}, mean {np.mean(differences):.1e}, the same label for {same}")
        first, second = uars(expected), uars({path: other[path] for path in expected})
        for corpus in sorted(first):
            print(f"  {corpus:12} UAR {first[corpus]:5.1f}, of the other {second[corpus]:5.1f}")
    if max(worst, apart) > MOST:
        sys.exit(f"Expected at most {MOST}.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    chooser = commands.add_parser("choose")
    chooser.add_argument("folder", type=Path)
    chooser.add_argument("manifests", type=Path, nargs="+")
    chooser.add_argument("--clips", type=int, default=500)
    chooser.set_defaults(run=choose)
    checker = commands.add_parser("check")
    checker.add_argument("model", type=Path)
    checker.add_argument("answers", type=Path)
    checker.add_argument("--other", type=Path)
    checker.set_defaults(run=check)
    rounder = commands.add_parser("rounding")
    rounder.add_argument("model", type=Path)
    rounder.add_argument("answers", type=Path)
    rounder.set_defaults(run=rounding)
    arguments = parser.parse_args()
    arguments.run(arguments)


if __name__ == "__main__":
    main()
