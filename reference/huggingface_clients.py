"""Asks emoglot serve with the official clients of Hugging Face, in Python and in JavaScript.

    python reference/huggingface_clients.py

Needs requirements-service.txt and a JDK; the client in JavaScript also Node 18 and npm, which fetches it. It checks that
both clients get the answer of /v1/predict.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from huggingface_hub import InferenceClient
from service_bench import HOME, Service, free_port

JAVASCRIPT = """
import { InferenceClient } from "@huggingface/inference";
import { readFile } from "node:fs/promises";
const [endpointUrl, clip] = process.argv.slice(2);
const data = new Blob([await readFile(clip)]);
console.log(JSON.stringify(await new InferenceClient("").audioClassification({ endpointUrl, data })));
"""
PACKAGE = "@huggingface/inference@4"


def main():
    port = free_port()
    clip = HOME / "demo/speech/de/f1/angry_01.flac"
    emoglot = sys.argv[1:] or [str(HOME / "emoglot")]
    service = Service("emoglot", [*emoglot, "serve", "--port", str(port)], "/v1/predict", port)
    address = f"http://127.0.0.1:{port}"
    request = urllib.request.Request(f"{address}/v1/predict", data=clip.read_bytes())
    expected = json.load(urllib.request.urlopen(request))["predictions"][0]["scores"]

    model = f"{address}/models/emoglot-mini"
    for top in 2, 4:
        found = InferenceClient(model=model).audio_classification(str(clip), top_k=top)
        assert [(one.label, one.score) for one in found] == [(s["label"], s["score"]) for s in expected[:top]], found
    print("Python: the answers of /v1/predict")

    if not (shutil.which("node") and shutil.which("npm")):
        print("JavaScript: not tried, since Node and npm are not installed")
    else:
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "package.json").write_text('{"type": "module"}')
            Path(folder, "ask.js").write_text(JAVASCRIPT)
            subprocess.run(["npm", "install", "--silent", PACKAGE], cwd=folder, check=True)
            said = subprocess.run(["node", "ask.js", model, str(clip)], cwd=folder, check=True, capture_output=True)
        assert json.loads(said.stdout) == expected, said.stdout
        print("JavaScript: the answer of /v1/predict")
    service.close()


if __name__ == "__main__":
    main()
