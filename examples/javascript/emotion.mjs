// Answers samples with an exported model, in a browser and in Node alike.
import * as ort from "onnxruntime-web";

/** The labels of the model, which its metadata names: `emoglot export` prints them. */
export const LABELS = ["neutral", "happy", "angry", "sad"];

/** Opens a model: the bytes of model.onnx, or its address. */
export async function open(model) {
  ort.env.wasm.numThreads = 1; // more need a page with cross-origin isolation
  return ort.InferenceSession.create(model);
}

/** The probability of each label for samples of one channel at 16 kHz, a Float32Array in [-1, 1]. */
export async function emotions(session, samples) {
  const { probabilities } = await session.run({ samples: new ort.Tensor("float32", samples, [1, samples.length]) });
  return Object.fromEntries(LABELS.map((label, i) => [label, probabilities.data[i]]));
}
