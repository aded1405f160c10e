"""How long a stream of emoglot serve takes from the end of an utterance to its answer.

    python reference/stream_bench.py          # docs/service.md has the figures

Needs requirements-service.txt and a JDK. It sends utterances of the demo, with pauses of a second between them, as they
would be spoken: 20 ms of PCM every 20 ms. An utterance ends with its last sample that is louder than a hundredth of its
loudest one. Its answer is the first message with the scores that the final one for this segment has, be it a running
one or the final one itself.
"""

import argparse
import asyncio
import json
import time

import numpy as np
import soundfile
import websockets
from service_bench import HOME, RATE, Service, free_port

CHUNK = RATE // 50


def utterances(count):
    for file in sorted((HOME / "demo/speech/de").glob("*/*.flac"))[:count]:
        samples, rate = soundfile.read(file, dtype="float32")
        at = np.arange(int(len(samples) * RATE / rate)) * rate / RATE
        samples = np.interp(at, np.arange(len(samples)), samples)
        loud = np.flatnonzero(np.abs(samples) > 0.01 * np.abs(samples).max())
        yield samples[: loud[-1] + 1]


async def listen(port, samples):
    """Messages with the times at which they came, from the first sample on."""
    messages = []
    pcm = (samples * 32767).astype("<i2")
    async with websockets.connect(f"ws://127.0.0.1:{port}/v1/stream") as stream:
        begun = time.perf_counter()

        async def send():
            for at in range(0, len(pcm), CHUNK):
                await asyncio.sleep(max(0, begun + (at + CHUNK) / RATE - time.perf_counter()))
                await stream.send(pcm[at : at + CHUNK].tobytes())
            await stream.send('{"type": "end"}')

        sending = asyncio.create_task(send())
        async for message in stream:
            messages.append((time.perf_counter() - begun, json.loads(message)))
        await sending
    return messages


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--utterances", type=int, default=40)
    parser.add_argument("--emoglot", nargs="*", default=[str(HOME / "emoglot")], help="the words that start Emoglot")
    options = parser.parse_args()
    parts, ends, seconds = [np.zeros(RATE)], [], 1.0
    for samples in utterances(options.utterances):
        parts += [samples, np.zeros(RATE)]
        ends.append(seconds + len(samples) / RATE)
        seconds = ends[-1] + 1
    port = free_port()
    service = Service("emoglot", [*options.emoglot, "serve", "--port", str(port)], "/v1/predict", port)
    messages = asyncio.run(listen(port, np.concatenate(parts)))
    service.close()
    final = [(at, m) for at, m in messages if m["type"] == "segment"]
    answered, last, heard, missed = [], [], [], 0
    for begin, end in zip([0, *ends], ends):
        found = [(at, m) for at, m in final if begin < m["end"] + 0.2 and m["start"] < end]
        found = [(at, m) for at, m in found if abs(m["end"] - end) < 0.5]
        if not found:
            missed += 1  # heard as part of another segment
            continue
        same = [at for at, m in messages if m.get("scores") == found[-1][1]["scores"] and m["type"] in ("running", "segment")]
        answered.append(1000 * (same[0] - end))
        last.append(1000 * (found[-1][0] - end))
        heard.append(1000 * (found[-1][1]["end"] - end))
    print(f"{len(answered)} utterances in {seconds:.0f} s, {missed} without a segment that ends with them")
    for name, times in ("end of the segment", heard), ("answer", answered), ("final message", last):
        print("{}: p50 {:.0f}, p95 {:.0f}, most {:.0f} ms after the last sound".format(name, *np.percentile(times, [50, 95, 100])))


if __name__ == "__main__":
    main()
