package org.emoglot.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.acoustic.FilterBank;
import org.emoglot.acoustic.Fourier;

/**
 * Energies of frames in bands, in float64: each frame times a matrix, which is what is done with
 * its samples and the Fourier transform in one; then squares, and the sum over the bins of each
 * band.
 *
 * @param graph written to
 * @param hop samples from one frame to the next
 */
record Spectrum(Graph graph, int hop) {

  /** What is done with the samples of a frame before the Fourier transform; it is linear. */
  @FunctionalInterface
  interface Preparation {
    /** A new frame, of the transform's length or shorter. */
    double[] of(float[] frame);
  }

  /**
   * Energies (T, M) of samples.
   *
   * @param samples shape (N) in float64
   * @param frames T, a scalar
   * @param length of a frame in samples
   */
  Value energies(
      Value samples,
      Value frames,
      int length,
      Preparation preparation,
      Fourier fourier,
      FilterBank bank) {
    Value transformed =
        graph.product(
            framed(samples, frames, length),
            graph.doubles(transform(length, preparation, fourier), length, 2L * fourier.bins()));
    Value powers = graph.multiply(transformed, transformed); // real parts, then imaginary ones
    return graph.product(
        powers, graph.doubles(filters(bank, fourier.bins()), 2L * fourier.bins(), bank.bands()));
  }

  /**
   * Frames (T, length), put together of pieces of one hop, which are copied as they are: to gather
   * them sample by sample takes five times as long.
   */
  private Value framed(Value samples, Value frames, int length) {
    int pieces = (length + hop - 1) / hop;
    Value count = graph.unsqueeze(frames, 0);
    Value end = graph.multiply(graph.add(count, graph.integers(pieces - 1)), graph.integers(hop));
    Value whole = graph.op("Pad", samples, graph.integers(0, hop)); // the last piece may be cut
    Value rows =
        graph.reshape(graph.slice(whole, graph.integers(0), end, 0), -1, hop); // (T + pieces - 1)
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < pieces; i++) {
      Value from = graph.integers(i);
      Value part = graph.slice(rows, from, graph.add(count, from), 0); // (T, hop)
      int left = length - i * hop;
      parts.add(left < hop ? graph.slice(part, graph.integers(0), graph.integers(left), 1) : part);
    }
    return graph.concatenate(1, parts);
  }

  /** Row i is the transform of a frame that is 1 at sample i. */
  private static double[] transform(int length, Preparation preparation, Fourier fourier) {
    int bins = fourier.bins();
    double[] matrix = new double[length * 2 * bins];
    for (int i = 0; i < length; i++) {
      float[] unit = new float[length];
      unit[i] = 1;
      double[] re = java.util.Arrays.copyOf(preparation.of(unit), fourier.size());
      double[] im = new double[fourier.size()];
      fourier.transform(re, im);
      System.arraycopy(re, 0, matrix, i * 2 * bins, bins);
      System.arraycopy(im, 0, matrix, i * 2 * bins + bins, bins);
    }
    return matrix;
  }

  private static double[] filters(FilterBank bank, int bins) {
    int bands = bank.bands();
    double[] matrix = new double[2 * bins * bands];
    for (int band = 0; band < bands; band++) {
      double[] weights = bank.weights()[band];
      for (int i = 0; i < weights.length; i++) {
        int bin = bank.firstBins()[band] + i;
        matrix[bin * bands + band] = weights[i];
        matrix[(bins + bin) * bands + band] = weights[i];
      }
    }
    return matrix;
  }

  /** The natural logarithm of energies, none below a floor. */
  Value log(Value energies, double floor) {
    return graph.op("Log", graph.op("Max", energies, graph.real(floor)));
  }

  Value single(Value x) {
    return graph.cast(x, DataType.FLOAT);
  }

  Value wide(Value x) {
    return graph.cast(x, DataType.DOUBLE);
  }
}
