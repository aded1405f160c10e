package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.encoder.TinyEncoders.Layout;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;

/** A tiny encoder with an adaptation, and the golden clips as its batch. */
record Adaptations(LoadedEncoder backbone, Parameters added, AdaptedEncoder encoder)
    implements AutoCloseable {

  static final int RANK = 4;
  static final int ADAPTER_WIDTH = 6;

  static AdaptationConfig config(Kind kind, Gate gate, String layer) {
    return new AdaptationConfig(
        kind, RANK, 8, List.of("q", "v"), ADAPTER_WIDTH, gate, false, 0, layer);
  }

  /** Adapts from a layer on. */
  static AdaptationConfig config(Kind kind, int lowestLayer, String layer) {
    return new AdaptationConfig(
        kind,
        RANK,
        8,
        List.of("q", "v"),
        ADAPTER_WIDTH,
        Gate.LAYER_INPUT,
        false,
        lowestLayer,
        layer);
  }

  static AdaptationConfig fullWithFeatureEncoder() {
    return new AdaptationConfig(Kind.FULL, 0, 1, List.of(), 0, Gate.NONE, true, 0, "last");
  }

  static Adaptations make(Layout layout, AdaptationConfig config) {
    LoadedEncoder backbone = layout.make();
    Parameters added = Parameters.seeded(5);
    return new Adaptations(
        backbone,
        added,
        new AdaptedEncoder(backbone.encoder(), backbone.parameters(), config, added));
  }

  /** The golden clips, prepared and packed; belongs to the caller's scope. */
  Frames batch() {
    return batch(0, 1, 2);
  }

  /** Some of the golden clips. */
  Frames batch(int... clips) {
    List<float[]> prepared = new ArrayList<>();
    for (int clip : clips) {
      prepared.add(
          encoder.prepare(
              new Waveform(TinyEncoders.clips().get(clip), Waveform.MODEL_SAMPLE_RATE)));
    }
    return Frames.pack(prepared, encoder.preparedChannels());
  }

  /** The feature encoder's frames of some of the golden clips, wherever the encoder is cut. */
  Frames features(int... clips) {
    List<float[]> features = new ArrayList<>();
    for (int clip : clips) {
      features.add(
          encoder.features(
              new Waveform(TinyEncoders.clips().get(clip), Waveform.MODEL_SAMPLE_RATE)));
    }
    return Frames.pack(features, encoder.config().channels());
  }

  /** Hidden states of a batch of features. */
  List<Frames> states(Frames features) {
    return backbone.encoder().hiddenStates(features, false);
  }

  /** Moves the added parameters away from their starting values. */
  void randomizeAdded() {
    try (Scope scope = Scope.open()) {
      TinyEncoders.randomize(added, 6);
    }
  }

  @Override
  public void close() {
    backbone.close();
    added.close();
  }
}
