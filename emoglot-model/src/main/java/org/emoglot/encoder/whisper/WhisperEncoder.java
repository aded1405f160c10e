package org.emoglot.encoder.whisper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.acoustic.WhisperSpectrum;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.LayerNorm;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.Site;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/** Log-mel energies, two convolutions of which the second halves the rate, and a transformer. */
final class WhisperEncoder implements SpeechEncoder {

  private static final String POSITIONS = "embed_positions.weight";
  private static final String NORM = "layer_norm";
  private static final String LAYERS = "layers.";

  private final WhisperConfig config;
  private final WhisperSpectrum spectrum;
  private final Convolution first;
  private final Convolution second;
  private final Tensor positions; // (P, D)
  private final LayerStack stack;

  WhisperEncoder(WhisperConfig config, Parameters parameters) {
    this.config = config;
    int width = config.width();
    spectrum = new WhisperSpectrum(config.bands());
    first = new Convolution(parameters, "conv1", config.bands(), width, 1);
    second = new Convolution(parameters, "conv2", width, width, WhisperConfig.STRIDE);
    positions = parameters.take(POSITIONS, Sinusoids.INITIALIZER, config.positions(), width);
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new TransformerLayer(config.layer(), parameters, LAYERS + i));
    }
    stack = new LayerStack(layers, new LayerNorm(parameters, NORM, width, config.epsilon()));
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public Frames encodeFeatures(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      clips.add(energies(Ops.floats(clip)));
    }
    return Frames.pack(clips, config.bands());
  }

  private float[] energies(float[] samples) {
    if (config.hearing() == Hearing.VALID) {
      return spectrum.logEnergies(samples);
    }
    int window = config.windowSamples();
    int values = config.windowFrames() * config.bands();
    float[] energies = new float[config.windows(samples.length) * values];
    for (int start = 0, at = 0; start < samples.length; start += window, at += values) {
      float[] padded = Arrays.copyOfRange(samples, start, start + window); // zeros behind the end
      System.arraycopy(spectrum.logEnergies(padded), 0, energies, at, values);
    }
    return energies;
  }

  @Override
  public Frames input(Frames features, UnaryOperator<Frames> change, boolean training) {
    try (Scope scope = Scope.open()) {
      Frames pieces = WindowPieces.ofFeatures(features, config.positions(), WhisperConfig.STRIDE);
      Frames convolved = change.apply(second.forward(first.forward(pieces)));
      Tensor values = Ops.single(convolved.values()).add(positionsOf(convolved)); // (ΣT, D)
      int[] lengths =
          Arrays.stream(features.lengths())
              .map(length -> WindowPieces.states(length, WhisperConfig.STRIDE))
              .toArray();
      return new Frames(values, lengths).channelDropout(config.dropout(), training).handOut(scope);
    }
  }

  private Tensor positionsOf(Frames pieces) {
    int[] indices =
        Arrays.stream(pieces.lengths()).flatMap(length -> IntStream.range(0, length)).toArray();
    return positions.index_select(0, Ops.indices(indices)); // (ΣT, D)
  }

  @Override
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    return state.with(stack.hiddenState(pieces(state), from, to, training).values());
  }

  @Override
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    return stack.hiddenStates(pieces(state), from, training).stream()
        .map(one -> state.with(one.values()))
        .toList();
  }

  private Frames pieces(Frames state) {
    return WindowPieces.ofStates(state, config.positions());
  }

  @Override
  public List<Site> sites() {
    return stack.sites();
  }

  @Override
  public int entersAt(String parameter) {
    if (parameter.startsWith(LAYERS)) {
      return 1 + Integer.parseInt(parameter.substring(LAYERS.length()).split("\\.", 2)[0]);
    }
    return parameter.startsWith(NORM + ".") ? config.layers() : 0;
  }

  /** Positions are sinusoids, which stay as they are. */
  @Override
  public boolean isTrainable(String parameter) {
    return !parameter.equals(POSITIONS);
  }
}
