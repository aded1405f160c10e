"""Times the bundled model in both engines of Emoglot, in Python's ONNX Runtime, and its encoder in transformers.

    python reference/engine_bench.py                # on one thread, then on two; docs/benchmarks.md has the figures

Needs requirements-bench.txt, a JDK, the corpora in ../shared/corpora or EMOGLOT_CORPORA, and Whisper base in
../shared/backbones or EMOGLOT_BACKBONES. The sides answer the same real clips in turns, as in peer_bench.py:

emoglot onnx         the bundled model as it is by default, in ONNX Runtime, without any environment variable
emoglot torch        the same model in PyTorch, with the launcher's environment
peer bundled         the exported file in Python's ONNX Runtime, each thread with a clip of its own
peer whisper-valid   transformers' Whisper encoder, float32, on each clip's own frames
peer whisper-padded-8  the same as its users call it: batches of 8 clips, padded with silence to 30 s

The bundled model hears each clip twice, once in each of its views; transformers' encoder hears it once, which is half of
the work, and has no head. Before anything is timed, the answers of both runtimes must agree to 1e-5.
"""

import argparse
import json
import os
import shutil
from pathlib import Path

import numpy as np
import peer_bench
import peer_whisper
from peer_bench import HOME, Side, emoglot_environment, java, peer, table

EXPORTED = HOME / "emoglot-mini/target/classes/emoglot-mini/model.onnx"
SAME = 1e-5  # of a probability, between two runtimes with the same file


def folder_of(work: Path, name: str, model: Path, file: str) -> Path:
    """A folder with a model and the clips that all sides share."""
    folder = work / name
    folder.mkdir(exist_ok=True)
    for link, target in (file, model), ("clips", work / "clips"), ("clips.json", work / "clips.json"):
        (folder / link).unlink(missing_ok=True)
        (folder / link).symlink_to(target.resolve())
    return folder


def answers(side, work, clips):
    file = work / "answers.f32"
    side.ask(do="extract", out=str(file))
    return np.fromfile(file, dtype="<f4").reshape(clips, -1)


def time_all(options, work, threads, clips):
    whisper = folder_of(work, "whisper", options.whisper, "model")
    peer_whisper.prepare(whisper)
    bundled = folder_of(work, "bundled", EXPORTED, "model.onnx")
    sides = [
        Side("emoglot onnx", java("bundled-onnx", work, threads), dict(os.environ), work),
        Side("emoglot torch", java("bundled-torch", work, threads), emoglot_environment(), work),
        peer("bundled", bundled, threads),
        *(peer(f"whisper-{setting}", whisper, threads) for setting in options.whisper_peers),
    ]
    onnx, torch, python = (answers(side, work, clips) for side in sides[:3])
    print(f"\nProbabilities: ONNX Runtime in Java and in Python differ by {abs(onnx - python).max():.1e}, int8 in ONNX"
          f" Runtime and PyTorch by {abs(onnx - torch).max():.1e}")
    if abs(onnx - python).max() > SAME:
        raise SystemExit(f"Not timed: expected a difference of at most {SAME}.")
    peer_bench.in_turns(sides, options.rounds, 1, lambda side, turn: {"do": "extract"})
    rows = table(sides, sides[0], f"{clips} clips, {threads} threads; a ratio is by how much emoglot onnx is faster")
    for side in sides:
        side.close()
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=HOME / "target" / "engine-bench", help="folder for what all sides read")
    parser.add_argument("--clips", type=int, default=24)
    parser.add_argument("--threads", type=int, nargs="*", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--whisper-peers", nargs="*", default=["valid", "padded-8"])
    backbones = Path(os.environ.get("EMOGLOT_BACKBONES", HOME.parent / "shared/backbones"))
    parser.add_argument("--whisper", type=Path, default=backbones / "whisper-base", help="a folder with Whisper's encoder")
    parser.add_argument("--built", action="store_true", help="do not build first")
    options = parser.parse_args()
    work = options.work.resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    listing = peer_bench.prepare_clips(work, options.clips, options.seed)
    clips = len(listing["extraction"])
    seconds = sum(listing["clips"][i]["seconds"] for i in listing["extraction"])
    if not options.built:
        peer_bench.build()
    result = {"machine": peer_bench.machine(options.threads), "clips": clips, "seconds": seconds}
    print("\n".join(f"{key}: {value}" for key, value in result["machine"].items()))
    print(f"{clips} clips, {seconds:.1f} s")
    for threads in options.threads:
        result[f"threads-{threads}"] = time_all(options, work, threads, clips)
    (work / "result.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
