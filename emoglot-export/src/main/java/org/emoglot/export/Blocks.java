package org.emoglot.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.Arrays;
import java.util.List;
import org.emoglot.checkpoint.QuantizedRows;
import org.emoglot.checkpoint.Storage;
import org.emoglot.network.MergedParameters;

/**
 * The blocks that networks are made of, from parameters by name. Frames are (T, D), one clip at a
 * time.
 */
final class Blocks {

  private static final int FEWEST_STORED = 1024; // values of a tensor that is worth rounding
  private static final int STEPS = 127; // of an 8-bit integer, on either side of 0
  private static final int ZERO = 128; // what stands for 0: processors multiply unsigned by signed
  private static final double SMALLEST = 1e-12; // scale, of a frame of zeros

  private final Graph graph;
  private final MergedParameters parameters;
  private final String prefix;
  private final Storage storage;

  Blocks(Graph graph, MergedParameters parameters, String prefix, Storage storage) {
    this.graph = graph;
    this.parameters = parameters;
    this.prefix = prefix;
    this.storage = storage;
  }

  Graph graph() {
    return graph;
  }

  boolean has(String name) {
    return parameters.names().contains(prefix + name);
  }

  float[] values(String name) {
    return parameters.floats(prefix + name);
  }

  long[] shape(String name) {
    return parameters.shape(prefix + name);
  }

  /** A parameter as it is, in float32. */
  Value exact(String name) {
    return graph.floats(values(name), shape(name));
  }

  /** y = x Wᵀ + b, with the weights {@code name.weight} (out, in) and {@code name.bias} (out). */
  Value linear(Value x, String name) {
    return linear(x, values(name + ".weight"), bias(name), shape(name + ".weight"));
  }

  private float[] bias(String name) {
    return has(name + ".bias")
        ? values(name + ".bias")
        : new float[(int) shape(name + ".weight")[0]];
  }

  /** Several projections of the same input as one, their results side by side. */
  Value linears(Value x, List<String> names, List<Double> scales) {
    int in = (int) shape(names.get(0) + ".weight")[1];
    int out = names.stream().mapToInt(name -> (int) shape(name + ".weight")[0]).sum();
    float[] weights = new float[out * in];
    float[] biases = new float[out];
    int row = 0;
    for (int i = 0; i < names.size(); i++) {
      float scale = scales.get(i).floatValue();
      float[] ofOne = scaled(values(names.get(i) + ".weight"), scale);
      float[] bias = scaled(bias(names.get(i)), scale);
      System.arraycopy(ofOne, 0, weights, row * in, ofOne.length);
      System.arraycopy(bias, 0, biases, row, bias.length);
      row += bias.length;
    }
    return linear(x, weights, biases, out, in);
  }

  private static float[] scaled(float[] values, float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  private Value linear(Value x, float[] weights, float[] bias, long... shape) {
    if (storage == Storage.INT8 && weights.length >= FEWEST_STORED) {
      return quantized(x, weights, bias, (int) shape[0], (int) shape[1]);
    }
    return graph.op(
        "Gemm",
        Attributes.of("transB", 1),
        x,
        stored(weights, shape),
        graph.floats(bias, bias.length));
  }

  /**
   * A product of 8-bit integers: frames with one scale for each, weights with one for each output.
   * A common scale of all frames would be that of the loudest values of a few, and leave a few
   * steps to the others.
   */
  private Value quantized(Value x, float[] weights, float[] bias, int out, int in) {
    QuantizedRows rows = QuantizedRows.of(weights, out);
    byte[] columns = new byte[weights.length];
    for (int row = 0; row < out; row++) {
      for (int i = 0; i < in; i++) {
        columns[i * out + row] = rows.values()[row * in + i];
      }
    }
    Value largest =
        graph.op(
            "ReduceMax",
            List.of(Attributes.list("axes", 1), Attributes.of("keepdims", 0)),
            graph.op("Abs", x)); // (T)
    Value scales =
        graph.op("Max", graph.multiply(largest, graph.single(1.0 / STEPS)), graph.single(SMALLEST));
    Value zeros = graph.op("Expand", graph.unsigned(ZERO), graph.op("Shape", scales)); // (T) of 0
    Value frames =
        graph.op("QuantizeLinear", Attributes.of("axis", 0), x, scales, zeros); // (T, in)
    Value product =
        graph.op("MatMulInteger", frames, graph.bytes(columns, in, out), graph.unsigned(ZERO));
    Value ofFrames = graph.op("DequantizeLinear", Attributes.of("axis", 0), product, scales);
    return graph.add(graph.multiply(ofFrames, row(rows.scales())), row(bias));
  }

  private Value row(float[] values) {
    return graph.floats(values, values.length);
  }

  /**
   * A convolution of channels over time, {@code name.weight} (out, in / groups, kernel) and {@code
   * name.bias} where there is one: (1, in, T) to (1, out, T').
   */
  Value convolution(Value x, String name, int stride, int padding) {
    Value weight = stored(name + ".weight");
    return has(name + ".bias")
        ? convolution(x, stride, padding, 1, weight, exact(name + ".bias"))
        : convolution(x, stride, padding, 1, weight);
  }

  Value convolution(Value x, int stride, int padding, int groups, Value... weights) {
    Value[] inputs = new Value[weights.length + 1];
    inputs[0] = x;
    System.arraycopy(weights, 0, inputs, 1, weights.length);
    return graph.op(
        "Conv",
        List.of(
            Attributes.list("strides", stride),
            Attributes.list("pads", padding, padding),
            Attributes.of("group", groups)),
        inputs);
  }

  /**
   * A parameter as the file is to hold it, which a runtime turns into float32 when it opens the
   * file: in float16, or as 8-bit integers with a scale for each of the first dimension.
   */
  Value stored(String name) {
    return stored(values(name), shape(name));
  }

  Value stored(float[] values, long... shape) {
    if (storage == Storage.FP32 || values.length < FEWEST_STORED) {
      return graph.floats(values, shape);
    }
    if (storage == Storage.INT8) {
      QuantizedRows rows = QuantizedRows.of(values, (int) shape[0]);
      long[] ofScales = new long[shape.length];
      Arrays.fill(ofScales, 1);
      ofScales[0] = shape[0];
      return graph.multiply(
          graph.cast(graph.bytes(rows.values(), shape), DataType.FLOAT),
          graph.floats(rows.scales(), ofScales));
    }
    return Storage.fitsFloat16(values)
        ? graph.cast(graph.halves(values, shape), DataType.FLOAT)
        : graph.floats(values, shape);
  }

  /**
   * A layer norm over the last axis; {@code name.weight} and {@code name.bias} (D). By its parts:
   * as one operation ONNX Runtime 1.29 takes three times as long, since it goes through the values
   * one by one.
   */
  Value norm(Value x, String name, double epsilon) {
    Value centred = graph.subtract(x, graph.mean(x, -1, true));
    Value variance = graph.mean(graph.multiply(centred, centred), -1, true);
    Value scale =
        graph.op("Reciprocal", graph.op("Sqrt", graph.add(variance, graph.single(epsilon))));
    return graph.add(
        graph.multiply(graph.multiply(centred, scale), exact(name + ".weight")),
        exact(name + ".bias"));
  }

  /** Exact, with the error function. */
  Value gelu(Value x) {
    Value erf = graph.op("Erf", graph.divide(x, graph.single(Math.sqrt(2))));
    return graph.multiply(graph.multiply(x, graph.add(erf, graph.single(1))), graph.single(0.5));
  }

  /** Frames (T, D) as channels (1, D, T). */
  Value channels(Value frames) {
    return graph.unsqueeze(graph.transpose(frames, 1, 0), 0);
  }

  /** Channels (1, D, T) as frames (T, D). */
  Value frames(Value channels) {
    return graph.transpose(graph.squeeze(channels, 0), 1, 0);
  }
}
