package org.emoglot.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.emoglot.audio.ActiveSpeech;
import org.emoglot.audio.Waveform;

/**
 * Where the speech of a clip is, and the gain that brings it to one level: {@link ActiveSpeech} in
 * a graph.
 *
 * @param from first sample, shape (1)
 * @param to end, shape (1)
 * @param gain a scalar
 */
record LevelledSpeech(Value from, Value to, Value gain) {

  private static final long FRAME_SAMPLES =
      Waveform.MODEL_SAMPLE_RATE / ActiveSpeech.FRAMES_PER_SECOND;

  /** Of samples (N) in float32. */
  static LevelledSpeech of(Graph graph, Value samples) {
    Value powers = powers(graph, samples); // (T), T >= 1
    Value frames = graph.dimension(powers, 0);
    Value smooth = smoothed(graph, powers, frames);
    Value loud =
        graph.multiply(loud(graph, smooth, frames), graph.real(ActiveSpeech.SILENCE_RATIO));
    Value heard = graph.cast(graph.op("Greater", smooth, loud), DataType.INT32); // (T)
    Value any = graph.op("ReduceMax", Attributes.of("keepdims", 1), heard); // (1)
    Value first = graph.op("ArgMax", Attributes.of("keepdims", 1), heard); // (1)
    Value last =
        graph.op(
            "ArgMax",
            List.of(Attributes.of("keepdims", 1), Attributes.of("select_last_index", 1)),
            heard);
    Value cuts =
        graph.op(
            "And",
            graph.cast(any, DataType.BOOL),
            graph.op("GreaterOrEqual", frames, graph.integers(ActiveSpeech.FEWEST_FRAMES)));
    Value margin = graph.integers(ActiveSpeech.MARGIN);
    Value hop = graph.integers(FRAME_SAMPLES);
    Value none = graph.integers(0);
    Value firstKept = graph.op("Max", graph.subtract(first, margin), none);
    Value endKept = graph.add(graph.add(last, graph.integers(1)), margin);
    Value length = graph.dimension(samples, 0);
    Value from = graph.op("Where", cuts, graph.multiply(firstKept, hop), none);
    Value to =
        graph.op("Where", cuts, graph.op("Min", graph.multiply(endKept, hop), length), length);
    Value firstFrame = graph.divide(from, hop);
    Value kept =
        graph.slice(
            powers,
            firstFrame,
            graph.add(
                firstFrame,
                graph.op("Max", whole(graph, graph.subtract(to, from)), graph.integers(1))),
            0);
    return new LevelledSpeech(from, to, gain(graph, kept));
  }

  private static Value whole(Graph graph, Value samples) {
    return graph.divide(samples, graph.integers(FRAME_SAMPLES));
  }

  /** About their mean, of whole frames; of one silent frame where there is none. */
  private static Value powers(Graph graph, Value samples) {
    long hop = FRAME_SAMPLES;
    Value length = graph.dimension(samples, 0);
    Value frames = whole(graph, length);
    Value used = graph.multiply(frames, graph.integers(hop));
    Value one = graph.op("Max", frames, graph.integers(1));
    Value missing = graph.subtract(graph.multiply(one, graph.integers(hop)), used);
    Value padded =
        graph.op(
            "Pad",
            graph.slice(samples, graph.integers(0), used, 0),
            graph.concatenate(0, List.of(graph.integers(0), missing)));
    Value x = graph.reshape(graph.cast(padded, DataType.DOUBLE), -1, hop);
    Value mean = graph.mean(x, 1, false);
    Value square = graph.mean(graph.multiply(x, x), 1, false);
    return graph.op("Max", graph.subtract(square, graph.multiply(mean, mean)), graph.real(0));
  }

  /** Each with its neighbours, silence beyond the ends. */
  private static Value smoothed(Graph graph, Value powers, Value frames) {
    Value padded = graph.op("Pad", powers, graph.integers(1, 1)); // (T + 2)
    Value sum = null;
    for (long shift = 0; shift < 3; shift++) {
      Value from = graph.integers(shift);
      Value part = graph.slice(padded, from, graph.add(frames, from), 0);
      sum = sum == null ? part : graph.add(sum, part);
    }
    return graph.divide(java.util.Objects.requireNonNull(sum), graph.real(3));
  }

  /** The percentile that stands for loud speech, a scalar. */
  private static Value loud(Graph graph, Value powers, Value frames) {
    Value sorted =
        graph
            .ops(
                2,
                "TopK",
                List.of(Attributes.of("largest", 0), Attributes.of("sorted", 1)),
                powers,
                frames)
            .get(0);
    Value last = graph.cast(graph.subtract(frames, graph.integers(1)), DataType.DOUBLE);
    Value place =
        graph.op(
            "Floor",
            graph.add(graph.multiply(last, graph.real(ActiveSpeech.LOUD_SHARE)), graph.real(0.5)));
    return graph.squeeze(graph.gather(sorted, graph.cast(place, DataType.INT64), 0), 0);
  }

  /** A scalar in float32; 1 where there is no sound. */
  private static Value gain(Graph graph, Value powers) {
    Value loud = loud(graph, powers, graph.dimension(powers, 0));
    Value threshold = graph.multiply(loud, graph.real(ActiveSpeech.ACTIVE_RATIO));
    Value active = graph.cast(graph.op("Greater", powers, threshold), DataType.DOUBLE);
    Value count = graph.sum(active, 0, false);
    Value sum = graph.sum(graph.multiply(active, powers), 0, false);
    Value mean = graph.divide(sum, graph.op("Max", count, graph.real(1)));
    Value sounds = graph.op("Greater", mean, graph.real(0));
    Value safe = graph.op("Where", sounds, mean, graph.real(1));
    Value gain = graph.op("Sqrt", graph.divide(graph.real(ActiveSpeech.TARGET_POWER), safe));
    return graph.cast(graph.op("Where", sounds, gain, graph.real(1)), DataType.FLOAT);
  }
}
