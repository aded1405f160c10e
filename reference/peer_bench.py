"""Times Emoglot and its Python peers on the same real clips, in turns, and prints a table (docs/benchmarks.md).

    python reference/peer_bench.py                       # everything
    python reference/peer_bench.py --only extraction     # or whisper, training, or start

Needs requirements-bench.txt, a JDK, and the corpora in ../shared/corpora or EMOGLOT_CORPORA; without corpora it says
so and ends. Every side is a process of its own that gets everything ready, is then asked in turns (A B C, A B C, ...),
and does nothing while another is timed. The first rounds are not counted. A ratio is the median over rounds of a
peer's time divided by Emoglot's in the same round: above 1, Emoglot is faster. Memory is the highest resident size
since the start of the process, as Linux counts it.

The encoder is transformers' Wav2Vec2Config() (wav2vec2-base) with random weights of a fixed seed. Before anything is
timed all sides' embeddings must agree to 1e-4; padded batches, whose results differ by transformers' own doing, and
bfloat16 are exempt, and their difference is printed. `whisper` times the encoder of Whisper base with its own weights, in
the folder that --whisper names (../shared/backbones/whisper-base, or that of EMOGLOT_BACKBONES).
"""

import argparse
import csv
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
HOME = HERE.parent
RATE = 16_000
TOLERANCE = 1e-4  # relative, of float32 embeddings without padding
LOSS_TOLERANCE = 1e-3
CROP_SECONDS = 6
LANGUAGES = {"EMODB": "de", "URDU": "ur", "CASIA": "zh", "RAVDESS": "en", "EMOVO": "it"}
EMOTIONS = ["neutral", "happy", "angry", "sad"]
BATCH_LANGUAGES, BATCH_UTTERANCES, BATCHES = 3, 3, 2

EMOGLOT = ["fp32", "bf16"]
PEERS = ["one", "sorted-8", "sorted-16", "onnx", "one-bf16"]
WHISPER_PEERS = ["padded-1", "padded-8", "valid", "onnx", "ctranslate2", "ctranslate2-clips", "valid-bf16"]
EMOGLOT_STEPS = ["step", "step-bf16"]
PEER_STEPS = ["step", "step-sorted", "step-sorted-bf16"]


# --- What all sides read ---------------------------------------------------------------------------------------------


def corpora():
    folder = Path(os.environ.get("EMOGLOT_CORPORA", HOME.parent / "shared" / "corpora"))
    if not (folder / "manifest.tsv").exists():
        print(f"No real speech: expected manifest.tsv and the corpora in {folder}; set EMOGLOT_CORPORA. Nothing timed.")
        sys.exit(0)
    with open(folder / "manifest.tsv") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["emotion"] in EMOTIONS]
    return folder, sorted(rows, key=lambda row: (row["corpus"], row["path"]))


def read_audio(path):
    """The first channel at 16 kHz."""
    import soundfile
    import soxr

    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    return samples[:, 0] if rate == RATE else soxr.resample(samples[:, 0], rate, RATE)


def choose(rows, count, rng):
    """An even share of every corpus, and the clips of the training batches: 3 languages x 4 emotions x 3 clips."""
    by_corpus, by_pair = defaultdict(list), defaultdict(list)
    for row in rows:
        by_corpus[row["corpus"]].append(row)
        by_pair[row["corpus"], row["emotion"]].append(row)
    names = sorted(by_corpus)
    extraction = []
    for i, name in enumerate(names):
        extraction += rng.sample(by_corpus[name], count // len(names) + (i < count % len(names)))
    batches = [
        [
            row
            for corpus in rng.sample(names, min(BATCH_LANGUAGES, len(names)))
            for emotion in EMOTIONS
            for row in rng.sample(by_pair[corpus, emotion], BATCH_UTTERANCES)
        ]
        for _ in range(BATCHES)
    ]
    return extraction, batches


def prepare_clips(work, count, seed):
    folder, rows = corpora()
    extraction, batches = choose(rows, count, random.Random(seed))
    (work / "clips").mkdir(parents=True, exist_ok=True)
    clips = []

    def add(row, seconds):
        samples = read_audio(folder / row["corpus"] / row["path"])[: int(seconds * RATE)]
        name = f"{len(clips)}.f32"
        samples.astype("<f4").tofile(work / "clips" / name)
        keep = {key: row[key] for key in ("corpus", "speaker", "emotion")}
        clips.append(
            {"file": name, **keep, "language": LANGUAGES[row["corpus"]], "seconds": len(samples) / RATE}
        )
        return len(clips) - 1

    listing = {
        "extraction": [add(row, 30) for row in extraction],
        "batches": [[add(row, CROP_SECONDS) for row in batch] for batch in batches],
        "clips": clips,
    }
    (work / "clips.json").write_text(json.dumps(listing))
    three = next(
        samples
        for clip in clips
        if len(samples := np.fromfile(work / "clips" / clip["file"], dtype="<f4")) >= 3 * RATE
    )[: 3 * RATE]
    three.astype("<f4").tofile(work / "three-seconds.f32")
    import soundfile

    soundfile.write(work / "three-seconds.wav", three, RATE, subtype="PCM_16")
    return listing


def prepare_model(work, seed):
    """The checkpoint and its ONNX graph; made once."""
    if (work / "model.onnx").exists():
        return
    import torch
    from transformers import Wav2Vec2Config, Wav2Vec2FeatureExtractor, Wav2Vec2Model

    torch.manual_seed(seed)
    model = Wav2Vec2Model(Wav2Vec2Config()).eval()
    model.save_pretrained(work / "model")
    Wav2Vec2FeatureExtractor(do_normalize=True, return_attention_mask=False).save_pretrained(work / "model")

    class LastState(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, samples):
            return self.model(samples).last_hidden_state

    torch.onnx.export(
        LastState(),
        (torch.randn(1, 3 * RATE),),
        str(work / "incomplete.onnx"),
        input_names=["samples"],
        output_names=["states"],
        dynamic_axes={"samples": {1: "N"}, "states": {1: "T"}},
        opset_version=17,
        dynamo=False,
    )
    (work / "incomplete.onnx").rename(work / "model.onnx")


# --- Sides -----------------------------------------------------------------------------------------------------------


class Side:
    """A process that answers requests line by line."""

    def __init__(self, name, command, environment, work):
        self.name = name
        self.log = work / f"{name.replace(' ', '-')}.log"
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True, env=environment, cwd=HERE
            )
        self.about = self.receive()
        self.times = []

    def receive(self):
        line = self.process.stdout.readline()
        if not line:
            if (status := self.process.wait()) < 0:
                raise RuntimeError(f"{self.name} was ended by signal {-status}, perhaps for lack of memory")
            problem = self.log.read_text().strip().splitlines()
            problem = next((line for line in problem if "Exception" in line), problem[-1] if problem else "no message")
            raise RuntimeError(f"{self.name} cannot be timed: {problem}")
        return json.loads(line)

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return self.receive()

    def peak_mib(self):
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1024
        return float("nan")

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Variant:
    """One kind of request to a side that answers several; it has times of its own, and the side's memory."""

    def __init__(self, side, name, **extra):
        self.side, self.name, self.extra, self.times = side, name, extra, []
        self.peak_mib, self.close = side.peak_mib, side.close

    def ask(self, **request):
        return self.side.ask(**request, **self.extra)


def peer_environment(threads):
    """The machine's own, without what may have been set for another side; libraries choose their kernels themselves."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("OPENBLAS_", "OMP_", "MKL_"))}
    environment["OMP_NUM_THREADS"] = str(threads)
    environment["HF_HUB_OFFLINE"] = "1"
    return environment


def emoglot_environment():
    """As the launcher sets it."""
    defaults = {
        "GOMP_SPINCOUNT": "10000",
        "MALLOC_ARENA_MAX": "1",
        "MALLOC_MMAP_THRESHOLD_": "1073741824",
        "MALLOC_TRIM_THRESHOLD_": "4294967296",
    }
    return {**defaults, **os.environ}


def peer(setting, work, threads, name=None):
    command = [sys.executable, str(HERE / "peer_worker.py"), setting, str(work), str(threads)]
    return Side(name or f"peer {setting}", command, peer_environment(threads), work)


def java(setting, work, threads):
    """The command of Emoglot's worker, with the launcher's options of the Java machine."""
    classes = HOME / "emoglot-benchmarks" / "target"
    classpath = f"{classes / 'classes'}{os.pathsep}{(classes / 'classpath').read_text().strip()}"
    executable = Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
    return [
        str(executable),
        "-XX:+UseSerialGC",
        *("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+DisplayVMOutputToStderr"),  # answers alone on stdout
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
        "-Dorg.bytedeco.javacpp.maxBytes=0",
        f"-Demoglot.threads={threads}",
        *os.environ.get("EMOGLOT_JAVA_OPTS", "").split(),
        "-cp",
        classpath,
        "org.emoglot.benchmarks.Worker",
        setting,
        str(work),
    ]


def emoglot(setting, work, threads):
    return Side(f"emoglot {setting}", java(setting, work, threads), emoglot_environment(), work)


def build():
    subprocess.run(
        [
            str(HOME / "mvnw"),
            "-f",
            str(HOME / "pom.xml"),
            "-q",
            "-pl",
            "emoglot-benchmarks",
            "-am",
            "-Dmaven.test.skip=true",
            "-Dspotless.check.skip=true",
            "-Djacoco.skip=true",
            "package",
        ],
        check=True,
    )


# --- Timing ----------------------------------------------------------------------------------------------------------


def opened(makers):
    """The sides that can be timed; says which cannot."""
    sides = []
    for make in makers:
        try:
            sides.append(make())
        except RuntimeError as problem:
            print(f"  {problem}")
    return sides


def in_turns(sides, rounds, warmups, request):
    """Asks every side once a round; the pause lets threads that wait by spinning fall asleep."""
    for turn in range(warmups + rounds):
        for side in sides:
            time.sleep(0.3)
            seconds = side.ask(**request(side, turn))["seconds"]
            if turn >= warmups:
                side.times.append(seconds)


def table(sides, reference, note):
    """Prints medians, ranges, paired ratios and memory; returns them for the JSON file."""
    print(f"\n{note}")
    print(f"  {'side':28} {'median':>9} {'min':>9} {'max':>9} {'ratio':>7} {'peak MiB':>9}")
    rows = []
    for side in sides:
        ratios = [t / r for t, r in zip(side.times, reference.times)]
        row = {
            "side": side.name,
            "median": statistics.median(side.times),
            "min": min(side.times),
            "max": max(side.times),
            "ratio": statistics.median(ratios),
            "peakMib": round(side.peak_mib()),
            "times": side.times,
        }
        rows.append(row)
        print(
            f"  {row['side']:28} {row['median']:8.3f}s {row['min']:8.3f}s {row['max']:8.3f}s"
            f" {row['ratio']:7.2f} {row['peakMib']:9}"
        )
    return rows


def difference(found, expected):
    """Largest difference of an embedding, relative to its length."""
    return float((np.linalg.norm(found - expected, axis=1) / np.linalg.norm(expected, axis=1)).max())


def whisper(options, work, listing):
    """The same clips embedded by Whisper's encoder, in a folder of its own beside the other's."""
    import peer_whisper

    model = options.whisper or Path(os.environ.get("EMOGLOT_BACKBONES", HOME.parent / "shared/backbones")) / "whisper-base"
    if not (model / "model.safetensors").exists():
        print(f"\nNo Whisper: expected model.safetensors in {model}; set EMOGLOT_BACKBONES or --whisper. Not timed.")
        return []
    folder = work / "whisper"
    folder.mkdir(exist_ok=True)
    for name, target in ("model", model), ("clips", work / "clips"), ("clips.json", work / "clips.json"):
        (folder / name).unlink(missing_ok=True)
        (folder / name).symlink_to(target.resolve())
    peer_whisper.prepare(folder)
    peers = [f"whisper-{setting}" for setting in options.whisper_peers]
    return embeddings(options, folder, listing, peers, truth="peer whisper-valid", exempt=("bf16", "padded"))


def extraction(options, work, listing):
    return embeddings(options, work, listing, options.peers, truth="peer one", exempt=("bf16", "sorted"))


def embeddings(options, work, listing, peers, truth, exempt):
    """Times sides that embed all clips, if their embeddings agree with those of the side `truth` or they are exempt."""
    seconds = sum(listing["clips"][i]["seconds"] for i in listing["extraction"])
    lengths = sorted(listing["clips"][i]["seconds"] for i in listing["extraction"])
    sides = opened(
        [lambda s=s: emoglot(s, work, options.threads) for s in options.emoglot]
        + [lambda s=s: peer(s, work, options.threads) for s in peers]
    )
    print(f"\nEmbeddings of {len(lengths)} clips of {lengths[0]:.1f} to {lengths[-1]:.1f} s, {seconds:.1f} s in all")
    expected = None
    agreement = {}
    trusted = []
    for side in sorted(sides, key=lambda side: side.name != truth):
        file = work / "embeddings.f32"
        side.ask(do="extract", out=str(file))
        found = np.fromfile(file, dtype="<f4").reshape(len(lengths), -1)
        expected = found if expected is None else expected
        agreement[side.name] = difference(found, expected)
        print(f"  {side.name:28} differs by {agreement[side.name]:.1e}")
        if agreement[side.name] > TOLERANCE and not any(part in side.name for part in exempt):
            print(f"  {side.name} is not timed: expected a difference of at most {TOLERANCE}.")
            side.close()
        else:
            trusted.append(side)
    sides = [side for side in sides if side in trusted]
    in_turns(sides, options.rounds, options.warmups, lambda side, turn: {"do": "extract"})
    rows = table(sides, sides[0], f"Extraction, {options.threads} threads, ratios to {sides[0].name}")
    for row in rows:
        row["realTimes"] = seconds / row["median"]
        row["difference"] = agreement[row["side"]]
    verdict(rows, "extraction")
    for side in sides:
        side.close()
    return rows


def verdict(rows, what):
    """Each of Emoglot's settings against every peer and against the best float32 peer, paired by round."""
    rivals = [row for row in rows if row["side"].startswith("peer") and "bf16" not in row["side"]]
    if not rivals:
        return
    best = min(rivals, key=lambda row: row["median"])
    for row in rows:
        if row["side"].startswith("emoglot"):
            row["against"] = {
                other["side"]: statistics.median(o / r for o, r in zip(other["times"], row["times"]))
                for other in rows
                if other["side"].startswith("peer")
            }
            print("  " + row["side"] + " by: " + ", ".join(f"{name} {x:.2f}" for name, x in row["against"].items()))
            ratio = row["against"][best["side"]]
            print(f"  {row['side']}: {ratio:.2f} times as fast at {what} as the best float32 peer, {best['side']}")


def training(options, work, listing):
    sizes = [sum(listing["clips"][i]["seconds"] for i in batch) for batch in listing["batches"]]
    print(f"\nTraining steps of {len(listing['batches'][0])} clips of at most {CROP_SECONDS} s,"
          f" {', '.join(f'{size:.1f}' for size in sizes)} s a batch")
    makers = [lambda s=s: emoglot(s, work, options.threads) for s in options.emoglot_steps]
    sides = [
        Variant(side, f"{side.name} {features}", features=features)
        for side in opened(makers)
        for features in ("cold", "warm")
    ]
    sides += opened([lambda s=s: peer(s, work, options.threads) for s in options.peer_steps])
    by_name = {side.name: side for side in sides}
    checker = by_name.get("peer step") or by_name.get("peer step-sorted")
    expected = checker.ask(do="check", number=0)["losses"] if checker else None
    for side in sides:
        answer = side.ask(do="step", number=0)
        first = answer["losses"]
        losses = ", ".join(f"{key} {value:.4f}" for key, value in first.items())
        print(f"  {side.name:28} first step {answer['seconds']:.1f} s, {losses}", flush=True)
        if expected and side.name == "emoglot step cold":  # whose next step has other weights
            worst = max(abs(first[key] - value) / abs(value) for key, value in expected.items())
            print(f"  {'':28} differ by {worst:.1e} from PyTorch's without padding")
            if worst > LOSS_TOLERANCE:
                raise SystemExit(f"Not timed: expected a difference of first losses of at most {LOSS_TOLERANCE}.")
    in_turns(
        sides,
        options.step_rounds,
        0,  # the first step, whose losses were compared, was the warm-up
        lambda side, turn: {"do": "step", "number": turn + 1},
    )
    rows = table(sides, sides[0], f"Training step, {options.threads} threads, ratios to {sides[0].name}")
    verdict(rows, "a training step")
    for side in sides:
        side.close()
    return rows


def start(options, work):
    """From the shell's call to the answer; the first start of each, which fills the file cache, is not counted."""
    clip = str(work / "three-seconds.wav")
    model = str(work / "adapter-model")
    commands = {
        "emoglot predict": ([str(HOME / "emoglot"), "predict", "--model", model, clip], emoglot_environment()),
        "peer predict": (
            [sys.executable, str(HERE / "peer_predict.py"), str(work / "model"), str(work / "heads.safetensors"), clip],
            peer_environment(options.threads),
        ),
    }
    times, memory = defaultdict(list), defaultdict(float)
    for turn in range(options.rounds + 1):
        for name, (command, environment) in commands.items():
            begin = time.perf_counter()
            process = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment
            )
            problem = process.stderr.read()
            _, status, usage = os.wait4(process.pid, 0)
            if status != 0:
                raise SystemExit(f"{name} failed: {problem.strip()}")
            memory[name] = max(memory[name], usage.ru_maxrss / 1024)
            if turn > 0:
                times[name].append(time.perf_counter() - begin)
    print("\nCold start: one clip of 3 s, from the shell's call to the answer")
    rows = []
    for name, values in times.items():
        rows.append({"side": name, "median": statistics.median(values), "times": values, "peakMib": memory[name]})
        print(
            f"  {name:28} {statistics.median(values):8.3f}s {min(values):8.3f}s {max(values):8.3f}s"
            f" {'':7} {memory[name]:9.0f}"
        )
    side = emoglot("predict", work, options.threads)
    answers = [side.ask(do="predict") for _ in range(20)][5:]
    side.close()
    whole, encoder = (statistics.median(a[key] for a in answers) for key in ("seconds", "encoderSeconds"))
    print(f"  in a warm process: {whole * 1000:.0f} ms a prediction, of which the bare encoder takes {encoder * 1000:.0f} ms")
    return rows + [{"side": "emoglot warm", "median": whole, "encoder": encoder}]


def machine(threads):
    from importlib.metadata import version

    cpu = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    fields = dict(line.split(":", 1) for line in cpu.split("\n\n")[0].splitlines() if ":" in line)
    fields = {key.strip(): value.strip() for key, value in fields.items()}
    flags = [
        flag for flag in fields.get("flags", "").split() if flag.startswith(("amx", "avx512_bf16", "avx512f", "avx2"))
    ]
    commit = subprocess.run(["git", "-C", HOME, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return {
        "cpu": fields.get("model name", platform.processor()),
        "cores": os.cpu_count(),
        "threads": threads,
        "flags": flags,
        "system": platform.platform(),
        "python": platform.python_version(),
        **{name: version(name) for name in ("torch", "transformers", "onnxruntime", "ctranslate2")},
        "emoglot": commit.stdout.strip(),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--work", type=Path, default=HOME / "target" / "peer-bench", help="folder for what all sides read")
    parser.add_argument("--only", choices=["extraction", "whisper", "training", "start"])
    parser.add_argument("--clips", type=int, default=40)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--step-rounds", type=int, default=3)
    parser.add_argument("--warmups", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    for name, default in (
        ("emoglot", EMOGLOT),
        ("peers", PEERS),
        ("whisper-peers", WHISPER_PEERS),
        ("emoglot-steps", EMOGLOT_STEPS),
        ("peer-steps", PEER_STEPS),
    ):
        parser.add_argument(f"--{name}", nargs="*", default=default, help=f"default: {' '.join(default)}")
    parser.add_argument("--whisper", type=Path, help="a Hugging Face folder with Whisper's encoder")
    parser.add_argument("--prepare", action="store_true", help="build, make the folder, and time nothing")
    parser.add_argument("--built", action="store_true", help="do not build first")
    options = parser.parse_args()
    work = options.work.resolve()
    work.mkdir(parents=True, exist_ok=True)
    listing = prepare_clips(work, options.clips, options.seed)
    if not options.built:
        build()
    if options.only != "whisper":
        prepare_model(work, options.seed)
        subprocess.run(java("prepare", work, options.threads), check=True, env=emoglot_environment())
    if options.prepare:
        return
    result = {"machine": machine(options.threads)}
    print("\n".join(f"{key}: {value}" for key, value in result["machine"].items()))
    if options.only in (None, "extraction"):
        result["extraction"] = extraction(options, work, listing)
    if options.only in (None, "whisper"):
        result["whisper"] = whisper(options, work, listing)
    if options.only in (None, "training"):
        result["training"] = training(options, work, listing)
    if options.only in (None, "start"):
        result["start"] = start(options, work)
    file = work / f"result-{options.only or 'all'}.json"
    file.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nWrote {file}.")


if __name__ == "__main__":
    main()
