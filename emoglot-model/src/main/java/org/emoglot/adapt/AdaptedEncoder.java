package org.emoglot.adapt;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.EncoderLayer;
import org.emoglot.wav2vec2.FeatureEncoderConfig;
import org.emoglot.wav2vec2.FeatureEncoderConfig.LogMel;
import org.emoglot.wav2vec2.FeatureEncoderConfig.Statistics;
import org.emoglot.wav2vec2.FeatureExtractor;
import org.emoglot.wav2vec2.Frames;
import org.emoglot.wav2vec2.Layer;
import org.emoglot.wav2vec2.Wav2Vec2;
import org.emoglot.wav2vec2.Wav2Vec2Config;

/**
 * An encoder with what was put into it, in two halves: {@link #prepare}, which nothing trains and
 * which is therefore done once per clip, and {@link #embed}, which training differentiates.
 */
public final class AdaptedEncoder {

  private static final String LAYERS_PREFIX = "encoder.layers.";

  private final Wav2Vec2 encoder;
  private final FeatureExtractor extractor;
  private final LayerMix layerMix;
  private final Parameters backbone;
  private final AdaptationConfig adaptation;
  private final Cut cut;
  private final boolean dropout;

  /** Where the two halves meet: up to here nothing is trained. */
  private enum Cut {
    /** Everything is trained, the feature encoder as well. */
    SAMPLES,
    /** The output of the feature encoder. */
    FEATURES,
    /** The hidden state below the lowest layer that is adapted. */
    LAYER,
    /** Nothing is adapted: the embedding itself, as one frame. */
    POOLED
  }

  /**
   * Adapts an encoder.
   *
   * @param encoder changed in place
   * @param backbone the encoder's own parameters: frozen, or trained with {@link Kind#FULL}
   * @param added where the new parameters are taken from; they are trainable
   */
  public AdaptedEncoder(
      Wav2Vec2 encoder, Parameters backbone, AdaptationConfig config, Parameters added) {
    this.encoder = encoder;
    this.extractor = new FeatureExtractor(encoder.config());
    this.backbone = backbone;
    this.adaptation = config;
    this.cut = cut(encoder.config(), config);
    boolean full = config.kind() == Kind.FULL;
    // Dropout in a frozen layer would only be noise.
    this.dropout = full;
    backbone
        .all()
        .forEach(
            (name, tensor) ->
                tensor.set_requires_grad(
                    full
                        && Wav2Vec2.isTrainable(name)
                        && (cut == Cut.SAMPLES || !isBelow(name, config.lowestLayer()))));
    if (config.kind() == Kind.PEFT) {
      List<EncoderLayer> layers = encoder.layers();
      for (int i = config.lowestLayer(); i < layers.size(); i++) {
        adapt(layers.get(i), "layers." + i, config, added);
      }
    }
    this.layerMix =
        LayerMix.of(
            config.layer(),
            encoder.config().layers(),
            cut == Cut.LAYER ? config.lowestLayer() : 0,
            added);
    added.setTrainable(true);
  }

  private static Cut cut(Wav2Vec2Config encoder, AdaptationConfig config) {
    boolean mix = config.layer().equals("mix"); // which needs the states of all layers
    if (config.kind() == Kind.NONE) {
      return mix ? Cut.FEATURES : Cut.POOLED;
    }
    if (encoder.layers() == 0 && config.kind() == Kind.PEFT) {
      throw new InvalidInputException(
          "Expected an encoder with layers for --adapt peft, found one without, which hears utterance statistics: choose --adapt full.");
    }
    if (config.lowestLayer() > 0 && config.lowestLayer() >= encoder.layers()) {
      throw new InvalidInputException(
          "Expected an adaptation.lowestLayer below %d, the number of layers, found %d."
              .formatted(encoder.layers(), config.lowestLayer()));
    }
    if (config.kind() == Kind.FULL
        && config.trainFeatureEncoder()
        && encoder.featureEncoder() instanceof FeatureEncoderConfig.Convolutional) {
      return Cut.SAMPLES;
    }
    return config.lowestLayer() > 0 && !mix ? Cut.LAYER : Cut.FEATURES;
  }

  /** Whether a parameter takes part in the hidden state below a layer; below 0, in the features. */
  private boolean isBelow(String name, int layer) {
    if (name.startsWith("feature_extractor.")) {
      return true;
    }
    if (layer == 0 || encoder.config().preNorm() && name.startsWith("encoder.layer_norm.")) {
      return false;
    }
    return !name.startsWith(LAYERS_PREFIX)
        || Integer.parseInt(name.substring(LAYERS_PREFIX.length()).split("\\.", 2)[0]) < layer;
  }

  private void adapt(EncoderLayer layer, String name, AdaptationConfig config, Parameters added) {
    int width = encoder.config().width();
    if (config.loraRank() > 0 && config.loraTargets().contains("q")) {
      String query = name + ".attention.q_proj";
      Layer gate = branchGate(config, added, query);
      layer.attention().wrapQuery(inner -> new Lora(inner, added, query, width, config, gate));
    }
    if (config.loraRank() > 0 && config.loraTargets().contains("v")) {
      String value = name + ".attention.v_proj";
      Layer gate = branchGate(config, added, value);
      layer.attention().wrapValue(inner -> new Lora(inner, added, value, width, config, gate));
    }
    if (config.adapterWidth() > 0) {
      String adapter = name + ".adapter";
      Layer gate = branchGate(config, added, adapter);
      layer.wrapFeedForward(
          inner ->
              new BottleneckAdapter(inner, added, adapter, width, config.adapterWidth(), gate));
    }
    if (config.gate() == Gate.LAYER_INPUT) {
      layer.wrapInput(inner -> WeightGate.vector(added, name + ".input", width));
    }
  }

  private static Layer branchGate(AdaptationConfig config, Parameters added, String branch) {
    return config.gate() == Gate.BRANCH_SCALAR ? WeightGate.scalar(added, branch) : x -> x;
  }

  public Wav2Vec2Config config() {
    return encoder.config();
  }

  /**
   * Up to where {@link #prepare} computes: {@code samples}, {@code features}, {@code layer-} and
   * the number of the lowest layer that is adapted, or {@code pooled-} and the layer that is
   * pooled.
   */
  public String cut() {
    return switch (cut) {
      case SAMPLES -> "samples";
      case FEATURES -> "features";
      case LAYER -> "layer-" + adaptation.lowestLayer();
      case POOLED -> "pooled-" + adaptation.layer();
    };
  }

  /** Whether {@link #prepare} computes anything that is worth keeping. */
  public boolean preparesFeatures() {
    return cut != Cut.SAMPLES;
  }

  /** SHA-256 of the layout, the weights and the precision that {@link #prepare} computes with. */
  public String preparationHash() {
    StringBuilder text = new StringBuilder(encoder.config().toString());
    if (precision() != Precision.FP32) {
      text.append('\n').append(precision());
    }
    backbone
        .all()
        .forEach(
            (name, tensor) -> {
              if (cut == Cut.POOLED
                  || isBelow(name, cut == Cut.LAYER ? adaptation.lowestLayer() : 0)) {
                text.append('\n').append(name).append(' ').append(Sha256.of(Ops.floats(tensor)));
              }
            });
    return Sha256.of(text.toString());
  }

  /** Values per frame of what {@link #prepare} returns. */
  public int preparedChannels() {
    return switch (cut) {
      case SAMPLES -> 1;
      case FEATURES -> encoder.config().featureEncoder().channels();
      case LAYER, POOLED -> encoder.config().width();
    };
  }

  /**
   * Prepared frames per second, for cutting a crop of a wanted duration; a pooled clip is one frame
   * of whatever duration, and is not cut.
   */
  public double preparedFramesPerSecond() {
    int second = Waveform.MODEL_SAMPLE_RATE;
    return cut == Cut.SAMPLES
        ? second
        : (encoder.config().featureEncoder().frames(11 * second)
                - encoder.config().featureEncoder().frames(second))
            / 10.0;
  }

  /** Log-mel frames that lie side by side in a prepared frame; 0 where it holds something else. */
  public int preparedMelFrames() {
    return cut == Cut.FEATURES && encoder.config().featureEncoder() instanceof LogMel logMel
        ? logMel.stride()
        : 0;
  }

  /**
   * Takes from the training clips what the encoder keeps of them beside weights, if it keeps
   * anything; see {@link Wav2Vec2#fitTo}.
   *
   * @param prepared gives each clip's frames, as {@link #prepare} makes them; not asked where the
   *     encoder keeps nothing
   */
  public void fitTo(Supplier<List<float[]>> prepared) {
    if (encoder.config().featureEncoder() instanceof Statistics) {
      encoder.fitTo(prepared.get());
    }
  }

  /**
   * Everything before the first trained parameter, for one clip.
   *
   * @return frames times {@link #preparedChannels()} values in row-major order
   */
  public float[] prepare(Waveform waveform) {
    float[] samples = extractor.extract(waveform);
    if (cut == Cut.SAMPLES) {
      return samples;
    }
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(prepare(encoder.encodeFeatures(Frames.pack(List.of(samples), 1)))));
    }
  }

  /**
   * The output of the feature encoder for one clip, wherever the cut is.
   *
   * @return frames times channels values in row-major order
   */
  public float[] features(Waveform waveform) {
    float[] samples = extractor.extract(waveform);
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(encoder.encodeFeatures(Frames.pack(List.of(samples), 1)).values()));
    }
  }

  private Tensor prepare(Frames features) {
    return switch (cut) {
      case SAMPLES, FEATURES -> features.values();
      case LAYER -> hiddenState(features, adaptation.lowestLayer()).values();
      case POOLED -> mix(features).meanOverTime();
    };
  }

  /**
   * The utterance embeddings h of a batch.
   *
   * @param prepared shape (ΣT, {@link #preparedChannels()})
   * @param training whether dropout is active in layers that are trained
   * @return shape (B, D)
   */
  public Tensor embed(Frames prepared, boolean training) {
    boolean dropping = training && dropout;
    return switch (cut) {
      case SAMPLES -> pooled(encoder.encodeFeatures(prepared), dropping);
      case FEATURES -> pooled(prepared, dropping);
      case LAYER ->
          layerMix.of(encoder, prepared, adaptation.lowestLayer(), dropping).meanOverTime();
      case POOLED -> prepared.meanOverTime(); // of one frame
    };
  }

  private Tensor pooled(Frames features, boolean training) {
    return layerMix
        .of(encoder, encoder.transformerInput(features, training), 0, training)
        .meanOverTime(); // (B, D)
  }

  /** One hidden state (ΣT, D) of features (ΣT, C), from 0 (the transformer's input) to L. */
  public Frames hiddenState(Frames features, int layer) {
    return encoder.hiddenState(encoder.transformerInput(features, false), 0, layer, false);
  }

  /** All L + 1 hidden states (ΣT, D) of features (ΣT, C). */
  public List<Frames> hiddenStates(Frames features) {
    return encoder.hiddenStates(features, false);
  }

  /** The hidden state, or the learned mixture of all, that is pooled: (ΣT, C) to (ΣT, D). */
  public Frames mix(Frames features) {
    return layerMix.of(encoder, encoder.transformerInput(features, false), 0, false);
  }

  /** The precision of the encoder's products. */
  public Precision precision() {
    return backbone.precision();
  }
}
