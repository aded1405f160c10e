// npm install; node node.mjs model.onnx clip.wav: answers WAV files of one channel, 16 kHz and 16 bits.
import { readFile } from "node:fs/promises";
import { open, emotions } from "./emotion.mjs";

const [model, ...files] = process.argv.slice(2);
const session = await open(new Uint8Array(await readFile(model)));
for (const path of files) {
  const scores = await emotions(session, samplesOf(await readFile(path)));
  const label = Object.keys(scores).reduce((a, b) => (scores[a] >= scores[b] ? a : b));
  console.log(JSON.stringify({ path, label, scores }));
}

function samplesOf(wav) {
  const at = wav.indexOf("data", 12, "latin1") + 8;
  const bytes = wav.subarray(at, at + wav.readUInt32LE(at - 4));
  return Float32Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i) / 32768);
}
