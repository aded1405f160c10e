package org.emoglot.export;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.WhisperSpectrum;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.whisper.WhisperConfig;

/** Whisper's encoder. */
final class WhisperGraph implements EncoderGraph {

  private static final double LOG_10 = Math.log(10);
  private static final double RANGE = 8; // of the logarithm to base 10
  private static final double SHIFT = 4;

  private final WhisperConfig config;
  private final Blocks blocks;
  private final Graph graph;
  private final TransformerGraph layers;

  /**
   * @throws InvalidInputException if it cannot hear a window of our recordings as a whole
   */
  WhisperGraph(WhisperConfig config, Blocks blocks, Blocks added) {
    if (config.windowSamples() < Windows.SECONDS * Waveform.MODEL_SAMPLE_RATE) {
      throw new InvalidInputException(
          "Expected a Whisper encoder that hears %d s at once (max_source_positions of 1500), found one of %d positions, whose pieces ONNX export does not know."
              .formatted(Windows.SECONDS, config.positions()));
    }
    this.config = config;
    this.blocks = blocks;
    graph = blocks.graph();
    layers = new TransformerGraph(blocks, added, config.layer(), "layers.");
  }

  @Override
  public List<Value> states(Value samples, int last) {
    Value energies = graph.unsqueeze(graph.transpose(energies(samples), 1, 0), 0); // (1, M, T)
    Value first = blocks.gelu(blocks.convolution(energies, "conv1", 1, 1));
    Value second = blocks.gelu(blocks.convolution(first, "conv2", WhisperConfig.STRIDE, 1));
    Value frames = blocks.frames(second); // (T / 2, D)
    Value positions =
        graph.slice(
            blocks.stored("embed_positions.weight"),
            graph.integers(0),
            graph.dimension(frames, 0),
            0);
    List<Value> states = new ArrayList<>(List.of(graph.add(frames, positions)));
    for (int i = 0; i < last; i++) {
      states.add(layers.layer(i, states.get(i), null));
    }
    if (last == config.layers()) {
      states.set(last, blocks.norm(states.get(last), "layer_norm", config.epsilon()));
    }
    return states;
  }

  /** Log-mel energies (T, M), as {@link WhisperSpectrum} has them. */
  private Value energies(Value samples) {
    Spectrum spectrum = new Spectrum(graph, WhisperSpectrum.HOP_SAMPLES);
    Value heard = config.hearing() == Hearing.PADDED ? padded(samples) : samples;
    Value count =
        graph.squeeze(
            graph.divide(graph.dimension(heard, 0), graph.integers(WhisperSpectrum.HOP_SAMPLES)),
            0);
    long mirrored = WhisperSpectrum.FRAME_SAMPLES / 2;
    Value whole =
        graph.op(
            "Pad",
            Attributes.of("mode", "reflect"),
            spectrum.wide(heard),
            graph.integers(mirrored, mirrored));
    WhisperSpectrum mel = new WhisperSpectrum(config.bands());
    Value energies =
        spectrum.energies(
            whole,
            count,
            WhisperSpectrum.FRAME_SAMPLES,
            mel::windowed,
            WhisperSpectrum.FOURIER,
            mel.filters());
    Value log =
        graph.divide(spectrum.log(energies, WhisperSpectrum.ENERGY_FLOOR), graph.real(LOG_10));
    Value lowest =
        graph.subtract(graph.op("ReduceMax", Attributes.of("keepdims", 0), log), graph.real(RANGE));
    Value scaled =
        graph.divide(graph.add(graph.op("Max", log, lowest), graph.real(SHIFT)), graph.real(SHIFT));
    return spectrum.single(scaled);
  }

  /** With silence behind it, to the length of a window. */
  private Value padded(Value samples) {
    Value missing =
        graph.subtract(graph.integers(config.windowSamples()), graph.dimension(samples, 0));
    return graph.op("Pad", samples, graph.concatenate(0, List.of(graph.integers(0), missing)));
  }
}
