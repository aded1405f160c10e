package org.emoglot.adapt;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.EncoderLayer;
import org.emoglot.wav2vec2.FeatureEncoderConfig;
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

  private final Wav2Vec2 encoder;
  private final FeatureExtractor extractor;
  private final LayerMix layerMix;
  private final boolean trainsFeatureEncoder;
  private final boolean dropout;

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
    boolean full = config.kind() == Kind.FULL;
    this.trainsFeatureEncoder =
        full
            && config.trainFeatureEncoder()
            && encoder.config().featureEncoder() instanceof FeatureEncoderConfig.Convolutional;
    // Dropout in a frozen layer would only be noise.
    this.dropout = full;
    backbone
        .all()
        .forEach(
            (name, tensor) ->
                tensor.set_requires_grad(
                    full && (trainsFeatureEncoder || !name.startsWith("feature_extractor."))));
    if (config.kind() == Kind.PEFT) {
      List<EncoderLayer> layers = encoder.layers();
      for (int i = 0; i < layers.size(); i++) {
        adapt(layers.get(i), "layers." + i, config, added);
      }
    }
    this.layerMix = LayerMix.of(config.layer(), encoder.config().layers(), added);
    added.setTrainable(true);
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

  /** Values per frame of what {@link #prepare} returns. */
  public int preparedChannels() {
    return trainsFeatureEncoder ? 1 : encoder.config().featureEncoder().channels();
  }

  /** Prepared frames per second, for cutting a crop of a wanted duration. */
  public double preparedFramesPerSecond() {
    int second = Waveform.MODEL_SAMPLE_RATE;
    return trainsFeatureEncoder
        ? second
        : (encoder.config().featureEncoder().frames(11 * second)
                - encoder.config().featureEncoder().frames(second))
            / 10.0;
  }

  /**
   * Everything before the first trained parameter, for one clip.
   *
   * @return frames times {@link #preparedChannels()} values in row-major order
   */
  public float[] prepare(Waveform waveform) {
    float[] samples = extractor.extract(waveform);
    if (trainsFeatureEncoder) {
      return samples;
    }
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(encoder.encodeFeatures(Frames.pad(List.of(samples), 1)).values()));
    }
  }

  /**
   * The utterance embeddings h of a batch.
   *
   * @param prepared shape (B, T, {@link #preparedChannels()})
   * @param training whether dropout is active in layers that are trained
   * @return shape (B, D)
   */
  public Tensor embed(Frames prepared, boolean training) {
    return mix(hiddenStates(prepared, training)).meanOverTime(); // (B, D)
  }

  /**
   * The L + 1 hidden states (B, T, D) of a batch, as {@link Wav2Vec2#hiddenStates} counts them.
   *
   * @param prepared shape (B, T, {@link #preparedChannels()})
   * @param training whether dropout is active in layers that are trained
   */
  public List<Frames> hiddenStates(Frames prepared, boolean training) {
    Frames features = trainsFeatureEncoder ? encoder.encodeFeatures(prepared) : prepared;
    return encoder.hiddenStates(features, training && dropout);
  }

  /** Of all hidden states the one, or the learned mixture (B, T, D), that is pooled. */
  public Frames mix(List<Frames> states) {
    return layerMix.mix(states);
  }
}
