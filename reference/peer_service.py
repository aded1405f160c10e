"""A service for an exported model as people write it in Python: FastAPI, soundfile, ONNX Runtime.

    EMOGLOT_ONNX=model.onnx uvicorn --app-dir reference peer_service:app --port 9000

The rival of reference/service_bench.py, with the options that a session and FastAPI have by default. /sync is a plain
function, which FastAPI runs in one of its threads; /async is a coroutine, and computes in the event loop. Both take the
form that Emoglot's /v1/predict takes, with one file of 16 kHz, and answer with all scores.
"""

import io
import json
import os

import onnxruntime
import soundfile
from fastapi import FastAPI, HTTPException, UploadFile

session = onnxruntime.InferenceSession(os.environ["EMOGLOT_ONNX"], providers=["CPUExecutionProvider"])
labels = json.loads(session.get_modelmeta().custom_metadata_map["labels"])
app = FastAPI()


def answer(content):
    samples, rate = soundfile.read(io.BytesIO(content), dtype="float32")
    if rate != 16000 or samples.ndim != 1:
        raise HTTPException(415, "Expected one channel of 16 kHz")
    (probabilities,) = session.run(["probabilities"], {"samples": samples[None]})
    scores = sorted(zip(probabilities[0].tolist(), labels), reverse=True)
    return {"label": scores[0][1], "scores": [{"label": label, "score": score} for score, label in scores]}


@app.post("/sync")
def predict(file: UploadFile):
    return answer(file.file.read())


@app.post("/async")
async def predict_in_the_loop(file: UploadFile):
    return answer(await file.read())


@app.get("/health")
def health():
    return {"status": "ready"}
