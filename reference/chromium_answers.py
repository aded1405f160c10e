"""Asks an exported model in Chromium, through onnxruntime-web, and compares its answers with Emoglot's.

    ./emoglot export --model runs/all-de/model --format onnx --out model.onnx
    ./emoglot predict --model model.onnx --segments off --format jsonl clips > answers.jsonl
    npm install --prefix examples/javascript
    python reference/chromium_answers.py model.onnx answers.jsonl [--chromium /usr/bin/chromium]

A page with examples/javascript/emotion.mjs runs in headless Chromium. It fetches the model and the samples of each
file with speech, and sends its probabilities back. Prints the largest difference of a probability; above 1e-3 the
script fails. Files must have 16 kHz and one channel. Needs numpy and soundfile.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import soundfile

MOST = 1e-3
SECONDS = 300
EXAMPLE = Path(__file__).resolve().parent.parent / "examples/javascript"
PAGE = """<!doctype html><meta charset="utf-8">
<script type="importmap">{"imports": {"onnxruntime-web": "./node_modules/onnxruntime-web/dist/ort.wasm.min.mjs"}}</script>
<script type="module">
  const send = (body) => fetch("answers", { method: "POST", body: JSON.stringify(body) });
  try {
    const { open, emotions } = await import("./emotion.mjs");
    const session = await open("model.onnx");
    const answers = [];
    for (let i = 0; i < COUNT; i++) {
      const samples = new Float32Array(await (await fetch("clips/" + i)).arrayBuffer());
      answers.push(await emotions(session, samples));
    }
    await send({ answers, browser: navigator.userAgent });
  } catch (e) {
    await send({ error: String(e) });
  }
</script>"""


def ask(chromium: str, model: Path, clips: list[bytes]) -> dict:
    """What the page sends back."""
    reply: dict = {}
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.lstrip("/").split("?")[0]
            if path == "":
                body, kind = PAGE.replace("COUNT", str(len(clips))).encode(), "text/html"
            elif path == "model.onnx":
                body, kind = model.read_bytes(), "application/octet-stream"
            elif path.startswith("clips/"):
                body, kind = clips[int(path[6:])], "application/octet-stream"
            else:
                file = (EXAMPLE / path).resolve()
                if not file.is_relative_to(EXAMPLE) or not file.is_file():
                    self.send_error(404)
                    return
                body = file.read_bytes()
                kind = "application/wasm" if file.suffix == ".wasm" else "text/javascript"
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            reply.update(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            done.set()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as profile:
        command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}"]
        address = f"http://127.0.0.1:{server.server_port}/"
        browser = subprocess.Popen([*command, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            if not done.wait(SECONDS):
                sys.exit(f"Expected answers of the page within {SECONDS} s, found none.")
        finally:
            browser.terminate()
            browser.wait()
            server.shutdown()
    return reply


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("answers", type=Path)
    parser.add_argument("--chromium", default=shutil.which("chromium") or "chromium")
    arguments = parser.parse_args()
    lines = map(json.loads, arguments.answers.read_text(encoding="utf-8").splitlines())
    expected = [line for line in lines if line["speech"]]
    clips = []
    for line in expected:
        samples, rate = soundfile.read(line["path"], dtype="float32")
        if rate != 16000 or samples.ndim != 1:
            sys.exit(f"Expected 16 kHz and one channel, found {rate} Hz and {samples.shape} in {line['path']}.")
        clips.append(samples.tobytes())
    reply = ask(arguments.chromium, arguments.model, clips)
    if "error" in reply:
        sys.exit(f"Expected answers of the page, found an error: {reply['error']}")
    worst = max(
        abs(score["score"] - found[score["label"]])
        for line, found in zip(expected, reply["answers"], strict=True)
        for score in line["scores"]
    )
    print(f"{len(expected)} clips in {reply['browser'].split()[-2]}: at most {worst:.1e} in a probability")
    if not worst <= MOST:
        sys.exit(f"Expected at most {MOST}.")


if __name__ == "__main__":
    main()
