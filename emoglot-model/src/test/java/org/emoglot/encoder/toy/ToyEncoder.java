package org.emoglot.encoder.toy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.LayerNorm;
import org.emoglot.nn.LayerStack;
import org.emoglot.nn.Linear;
import org.emoglot.nn.Site;
import org.emoglot.nn.TransformerLayer;
import org.emoglot.nn.TransformerSpec;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/** Mean magnitude and energy of 10 ms, two frames projected to one, and pre-norm layers. */
final class ToyEncoder implements SpeechEncoder {

  private static final TransformerSpec.Names NAMES =
      new TransformerSpec.Names(
          "self_attn", "self_attn_layer_norm", "fc1", "fc2", "final_layer_norm");

  private final ToyConfig config;
  private final Linear pairs;
  private final LayerStack stack;

  ToyEncoder(ToyConfig config, Parameters parameters) {
    this.config = config;
    pairs = new Linear(parameters, "pairs", 2 * ToyConfig.CHANNELS, config.width());
    TransformerSpec spec =
        new TransformerSpec(config.width(), 2, 2 * config.width(), true, 1e-5, 0.1, false, NAMES);
    List<TransformerLayer> layers = new ArrayList<>();
    for (int i = 0; i < config.layers(); i++) {
      layers.add(new TransformerLayer(spec, parameters, "layers." + i));
    }
    stack = new LayerStack(layers, new LayerNorm(parameters, "layer_norm", config.width(), 1e-5));
  }

  @Override
  public EncoderConfig config() {
    return config;
  }

  @Override
  public Frames encodeFeatures(Frames samples) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor clip : samples.sequences()) {
      float[] values = Ops.floats(clip);
      float[] features = new float[config.frames(values.length) * ToyConfig.CHANNELS];
      for (int i = 0; i < features.length / ToyConfig.CHANNELS * ToyConfig.SAMPLES; i++) {
        int frame = i / ToyConfig.SAMPLES * ToyConfig.CHANNELS;
        features[frame] += Math.abs(values[i]) / ToyConfig.SAMPLES;
        features[frame + 1] += values[i] * values[i] / ToyConfig.SAMPLES;
      }
      clips.add(features);
    }
    return Frames.pack(clips, ToyConfig.CHANNELS);
  }

  @Override
  public Frames input(Frames features, UnaryOperator<Frames> change, boolean training) {
    try (Scope scope = Scope.open()) {
      List<Tensor> paired = new ArrayList<>();
      for (Tensor clip : features.sequences()) {
        long frames = clip.size(0) / 2;
        paired.add(clip.narrow(0, 0, 2 * frames).reshape(frames, 2L * ToyConfig.CHANNELS));
      }
      Frames pairsOfFrames = Frames.pack(paired);
      Frames h = change.apply(pairsOfFrames.with(pairs.forward(pairsOfFrames.values())));
      List<Tensor> placed = new ArrayList<>();
      for (Tensor clip : h.sequences()) {
        placed.add(clip.add(positions(Math.toIntExact(clip.size(0)))));
      }
      return Frames.pack(placed).handOut(scope);
    }
  }

  /** Sines of growing wavelengths, (T, D). */
  private Tensor positions(int frames) {
    float[] values = new float[frames * config.width()];
    for (int i = 0; i < values.length; i++) {
      int channel = i % config.width();
      values[i] = (float) Math.sin(i / config.width() / Math.pow(100, channel / 10.0));
    }
    return Ops.tensor(values, frames, config.width());
  }

  @Override
  public Frames hiddenState(Frames state, int from, int to, boolean training) {
    return stack.hiddenState(state, from, to, training);
  }

  @Override
  public List<Frames> hiddenStates(Frames state, int from, boolean training) {
    return stack.hiddenStates(state, from, training);
  }

  @Override
  public List<Site> sites() {
    return stack.sites();
  }

  @Override
  public int entersAt(String parameter) {
    if (parameter.startsWith("layers.")) {
      return 1 + Integer.parseInt(parameter.split("\\.")[1]);
    }
    return parameter.startsWith("layer_norm.") ? config.layers() : 0;
  }
}
