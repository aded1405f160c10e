package org.emoglot.export;

import java.util.List;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.acoustic.StackedMelSpectrum;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.logmel.MelNorm;

/** Our own transformers over log-mel energies. */
final class LogMelGraph implements EncoderGraph {

  private final LogMelConfig config;
  private final Graph graph;
  private final ContextGraph context;

  LogMelGraph(LogMelConfig config, Blocks blocks, Blocks added) {
    this.config = config;
    graph = blocks.graph();
    context =
        new ContextGraph(
            config.context(), false, ContextGraph.Positions.WEIGHT_NORM, blocks, added);
  }

  @Override
  public List<Value> states(Value samples, int last) {
    return context.states(features(samples), last, null);
  }

  /** Frames (T, stride M), as {@link StackedMelSpectrum} has them. */
  private Value features(Value samples) {
    Spectrum spectrum = new Spectrum(graph, MelSpectrum.HOP_SAMPLES);
    MelSpectrum mel = new MelSpectrum(config.melBins());
    Value room =
        graph.subtract(graph.dimension(samples, 0), graph.integers(MelSpectrum.FRAME_SAMPLES));
    Value count =
        graph.add(graph.divide(room, graph.integers(MelSpectrum.HOP_SAMPLES)), graph.integers(1));
    Value log =
        spectrum.log(
            spectrum.energies(
                spectrum.wide(samples),
                graph.squeeze(count, 0),
                MelSpectrum.FRAME_SAMPLES,
                mel::windowed,
                MelSpectrum.FOURIER,
                mel.filters()),
            MelSpectrum.ENERGY_FLOOR);
    Value normed = spectrum.single(normed(log));
    long stride = config.stride();
    Value whole =
        graph.multiply(graph.divide(count, graph.integers(stride)), graph.integers(stride));
    return graph.reshape(
        graph.slice(normed, graph.integers(0), whole, 0), -1, stride * config.melBins());
  }

  /** Energies (T, M) of mean 0 and variance 1, each band for itself or all together. */
  private Value normed(Value log) {
    long columns = config.norm() == MelNorm.BAND ? config.melBins() : 1;
    Value values = graph.reshape(log, -1, columns);
    Value centred = graph.subtract(values, graph.mean(values, 0, true));
    Value degrees =
        graph.op(
            "Max",
            graph.subtract(graph.dimension(values, 0), graph.integers(1)),
            graph.integers(1));
    Value variance =
        graph.divide(
            graph.sum(graph.multiply(centred, centred), 0, true),
            graph.cast(degrees, ai.onnx.proto.OnnxMl.TensorProto.DataType.DOUBLE));
    Value deviation =
        graph.op("Sqrt", graph.add(variance, graph.real(StackedMelSpectrum.VARIANCE_FLOOR)));
    return graph.reshape(graph.divide(centred, deviation), -1, config.melBins());
  }
}
