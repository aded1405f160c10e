"""A service for an exported model as people write it in Python: FastAPI, soundfile, and ONNX Runtime or transformers.

    EMOGLOT_EXPORTED=model.onnx uvicorn --app-dir reference peer_service:app --port 9000

The rival of reference/service_bench.py, with the options that a session, a pipeline and FastAPI have by default. A file
runs in ONNX Runtime, a folder of --format transformers in transformers' pipeline. /sync is a plain function, which
FastAPI runs in one of its threads; /async is a coroutine, and computes in the event loop. Both take the form that
Emoglot's /v1/predict takes, with one file of 16 kHz, and answer with all scores.
"""

import io
import json
import os

import soundfile
from fastapi import FastAPI, HTTPException, UploadFile

exported = os.environ["EMOGLOT_EXPORTED"]
app = FastAPI()

if os.path.isdir(exported):
    from transformers import pipeline

    classify = pipeline("audio-classification", exported, top_k=None)

    def scores(samples):
        return classify({"raw": samples, "sampling_rate": 16000})

else:
    import onnxruntime

    session = onnxruntime.InferenceSession(exported, providers=["CPUExecutionProvider"])
    labels = json.loads(session.get_modelmeta().custom_metadata_map["labels"])

    def scores(samples):
        (probabilities,) = session.run(["probabilities"], {"samples": samples[None]})
        pairs = sorted(zip(probabilities[0].tolist(), labels), reverse=True)
        return [{"label": label, "score": score} for score, label in pairs]


def answer(content):
    samples, rate = soundfile.read(io.BytesIO(content), dtype="float32")
    if rate != 16000 or samples.ndim != 1:
        raise HTTPException(415, "Expected one channel of 16 kHz")
    found = scores(samples)
    return {"label": found[0]["label"], "scores": found}


@app.post("/sync")
def predict(file: UploadFile):
    return answer(file.file.read())


@app.post("/async")
async def predict_in_the_loop(file: UploadFile):
    return answer(await file.read())


@app.get("/health")
def health():
    return {"status": "ready"}
