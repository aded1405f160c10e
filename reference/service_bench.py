"""Loads emoglot serve and a FastAPI service with the same exported model, in turns, on loopback.

    python reference/service_bench.py                      # 1 to 32 clients; docs/service.md has the figures
    python reference/service_bench.py --model model.onnx --rival for-transformers   # the rival on transformers
    python reference/service_bench.py --overload-minutes 20   # twice as many requests as Emoglot can answer
    python reference/service_bench.py --batches 1 4 8         # what computing several requests at once would gain

Needs requirements-service.txt and a JDK. Each client asks for one clip of 3 s after the other over a connection that
stays open; all send the same bytes, a form with a WAV file of the demo's speech. The rival is reference/peer_service.py,
as a plain function (sync) and as a coroutine (async), with the exported file in ONNX Runtime or an exported folder in transformers. Both services run all the time, and one at a time is asked.
Every answer is compared with the first one for its clip, and those of both services with each other.

The second form sends requests at the times of a clock, whether earlier ones are answered or not, and counts what comes
of them. It fails if an answer is wrong or lost, or if the memory of the service goes on growing. The third form needs no service:
two threads call one session, which computes in the thread that calls it, as Emoglot's does.
"""

import argparse
import asyncio
import atexit
import copy
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

import numpy as np
import onnxruntime
import soundfile

HOME = Path(__file__).resolve().parent.parent
EXPORTED = HOME / "emoglot-mini/target/classes/emoglot-mini/model.onnx"
SECONDS, RATE, BOUNDARY = 3, 16000, "7f4c2a90e1b64d0d"
SAME = 0.01  # of a probability: int8 rounds differently in other versions of ONNX Runtime


def clips(count):
    """Clips of exactly 3 s: speech of the demo, one utterance after the other."""
    files = sorted((HOME / "demo/speech/de/f1").glob("*.flac"))
    parts = []
    for file in files:
        samples, rate = soundfile.read(file, dtype="float32")
        at = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
        parts.append(np.interp(at, np.arange(len(samples)), samples))
    speech = np.concatenate(parts)
    return [np.take(speech, np.arange(SECONDS * RATE) + i * RATE, mode="wrap") for i in range(count)]


def form(samples):
    folder = Path(os.environ.get("TMPDIR", "/tmp"))
    file = folder / f"service-bench-{os.getpid()}.wav"
    soundfile.write(file, samples, RATE, subtype="PCM_16")
    content = file.read_bytes()
    file.unlink()
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="clip.wav"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


class Service:
    """A process that answers, and what it is asked."""

    def __init__(self, name, command, path, port, environment=None, ready="/health/ready"):
        self.name, self.path, self.port = name, path, port
        self.process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        atexit.register(self.process.kill)  # whatever happens
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}").read()
                return
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"{name} ended with {self.process.returncode} before it was ready: {command}")
                time.sleep(0.1)
        sys.exit(f"{name} is not ready after a minute")

    def request(self, body):
        head = (
            f"POST {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\n\r\n"
        )
        return head.encode() + body

    def memory(self):
        """Resident MiB of the process and its children."""
        total = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            try:
                fields = dict(line.split(":\t", 1) for line in status.read_text().splitlines() if ":\t" in line)
            except OSError:
                continue
            if str(self.process.pid) in (fields["Pid"], fields["PPid"]):
                total += int(fields.get("VmRSS", "0 kB").split()[0])
        return total / 1024

    def close(self):
        self.process.terminate()
        self.process.wait(60)


class Connection:
    """One that stays open, unless nothing was asked for so long that the service may be closing it."""

    FRESH = 10  # seconds

    def __init__(self, port):
        self.port, self.streams, self.used = port, None, 0

    async def ask(self, request):
        """The status, the head and the body of the answer; opens the connection again if it was closed."""
        if self.streams and time.monotonic() - self.used > self.FRESH:
            self.close()
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        body = await reader.readexactly(length)
        self.used = time.monotonic()
        if "connection: close" in head:
            self.close()
        return int(head[9:12]), head, body

    def close(self):
        self.streams[1].close()
        self.streams = None


def scores(body):
    document = json.loads(body)
    prediction = document["predictions"][0] if "predictions" in document else document
    return {score["label"]: score["score"] for score in prediction["scores"]}


async def expected(service, bodies):
    connection = Connection(service.port)
    answers = []
    for body in bodies:
        status, _, answer = await connection.ask(service.request(body))
        assert status == 200, (service.name, status, answer)
        answers.append(answer)
    connection.close()
    return answers


async def load(service, bodies, answers, clients, seconds):
    """Throughput and latencies in milliseconds; stops at a wrong answer."""
    requests = [service.request(body) for body in bodies]
    times, end = [], time.perf_counter() + seconds

    async def client(number):
        connection, i = Connection(service.port), number
        while time.perf_counter() < end:
            begun = time.perf_counter()
            status, _, answer = await connection.ask(requests[i % len(requests)])
            times.append(1000 * (time.perf_counter() - begun))
            if status != 200 or answer != answers[i % len(requests)]:
                sys.exit(f"{service.name}: wrong answer {status} {answer[:300]}")
            i += 1
        connection.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client(n) for n in range(clients)))
    return [len(times) / (time.perf_counter() - begun), *np.percentile(times, [50, 95, 99])]


def batches(options):
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(options.model or EXPORTED, settings)
    for size in options.batches * 2:
        samples = np.stack(clips(size)).astype(np.float32)
        calls = [0, 0]

        def call(number, end):
            while time.perf_counter() < end:
                session.run(["probabilities"], {"samples": samples})
                calls[number] += 1

        call(0, time.perf_counter() + 1)
        calls[0], begun, computed = 0, time.perf_counter(), time.process_time()
        threads = [threading.Thread(target=call, args=(n, begun + options.seconds)) for n in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds, answered = time.perf_counter() - begun, sum(calls) * size
        print(
            f"{size} clips a call: {answered / seconds:.1f} clips/s, {2000 * seconds / sum(calls):.0f} ms a call,"
            f" {1000 * (time.process_time() - computed) / answered:.0f} ms of a core for a clip",
            flush=True,
        )


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def served(options, port):
    model = ["--model", str(options.model)] if options.model else []
    return [*options.emoglot, "serve", "--port", str(port), *model]


def start(options):
    port, peer = free_port(), free_port()
    emoglot = Service("emoglot", served(options, port), "/v1/predict", port)
    command = [sys.executable, "-m", "uvicorn", "--app-dir", str(HOME / "reference"), "--port", str(peer)]
    command += ["--no-access-log", "peer_service:app"]
    sync = Service("fastapi sync", command, "/sync", peer, {"EMOGLOT_EXPORTED": str(options.rival or options.model or EXPORTED)}, "/health")
    in_loop = copy.copy(sync)
    in_loop.name, in_loop.path = "fastapi async", "/async"
    return [emoglot, sync, in_loop]


async def compare(options, bodies):
    services = start(options)
    answers = [await expected(service, bodies) for service in services]
    pairs = [(scores(ours), scores(theirs)) for ours, theirs in zip(*answers[:2])]
    difference = max(abs(ours[label] - theirs[label]) for ours, theirs in pairs for label in ours)
    print(f"probabilities differ by at most {difference:.1e}")
    assert difference < SAME, pairs
    rows = []
    for clients in options.clients:
        for service, right in zip(services, answers):
            await load(service, bodies, right, clients, 1)
            row = [clients, service.name, *await load(service, bodies, right, clients, options.seconds)]
            rows.append(row)
            print("| {} | {} | {:.1f} | {:.0f} | {:.0f} | {:.0f} |".format(*row), flush=True)
    for service in services[:2]:
        print(f"{service.name}: {service.memory():.0f} MiB")
    for rival in ("fastapi sync", "fastapi async"):
        for theirs in (row for row in rows if row[1] == rival):
            ours = max((row[2] for row in rows if row[1] == "emoglot" and row[4] <= theirs[4]), default=0)
            print(f"p95 of {rival} with {theirs[0]} clients, {theirs[4]:.0f} ms: {ours / theirs[2]:.2f} times its throughput")
    for service in services[:2]:
        service.close()


async def overload(options, bodies):
    port = free_port()
    service = Service("emoglot", served(options, port), "/v1/predict", port)
    answers = await expected(service, bodies)
    await load(service, bodies, answers, 4, 3)
    capacity = (await load(service, bodies, answers, 4, 10))[0]
    requests = [service.request(body) for body in bodies]
    counts, late, memory, idle = {200: 0, 429: 0}, [], [], []
    print(f"{capacity:.1f} requests/s with 4 clients; sends {2 * capacity:.1f}/s for {options.overload_minutes} minutes")

    async def one(i):
        connection = idle.pop() if idle else Connection(port)
        begun = time.perf_counter()
        status, head, answer = await connection.ask(requests[i % len(requests)])
        if status == 200:
            assert answer == answers[i % len(requests)], answer
            late.append(1000 * (time.perf_counter() - begun))
        else:
            assert status == 429 and "retry-after" in head, (status, answer)
        counts[status] += 1
        if connection.streams:
            idle.append(connection)

    begun, sent, tasks, failures = time.perf_counter(), 0, set(), []
    while time.perf_counter() - begun < 60 * options.overload_minutes:
        due = int((time.perf_counter() - begun) * 2 * capacity)
        while sent < due:
            task = asyncio.create_task(one(sent))
            tasks.add(task)
            task.add_done_callback(lambda t: (tasks.discard(t), t.exception() and failures.append(repr(t.exception()))))
            sent += 1
        if len(memory) < (time.perf_counter() - begun) / 10:
            memory.append(service.memory())
        await asyncio.sleep(random.uniform(0, 2 / capacity))
    await asyncio.gather(*tasks, return_exceptions=True)
    half = len(memory) // 2
    print(f"sent {sent}, answered {counts[200]}, told to come back {counts[429]}, failed {len(failures)} {failures[:3]}")
    print("answered in p50 {:.0f}, p95 {:.0f}, p99 {:.0f} ms".format(*np.percentile(late, [50, 95, 99])))
    print(f"memory: at most {max(memory[:half]):.0f} MiB in the first half, {max(memory[half:]):.0f} MiB in the second")
    service.close()
    if failures or counts[200] + counts[429] != sent or max(memory[half:]) > 1.1 * max(memory[:half]):
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, nargs="*", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--seconds", type=float, default=8, help="of each measurement")
    parser.add_argument("--overload-minutes", type=float, default=0)
    parser.add_argument("--batches", type=int, nargs="*", default=[], help="clips of a call")
    parser.add_argument("--model", type=Path, help="an exported file for both services (default: the bundled model)")
    parser.add_argument("--rival", type=Path, help="what the rival has in its place, such as a folder for transformers")
    parser.add_argument("--emoglot", nargs="*", default=[str(HOME / "emoglot")], help="the words that start Emoglot")
    options = parser.parse_args()
    if options.batches:
        return batches(options)
    bodies = [form(samples) for samples in clips(8)]
    asyncio.run(overload(options, bodies) if options.overload_minutes else compare(options, bodies))


if __name__ == "__main__":
    main()
