package org.emoglot.selfsupervised;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.emoglot.tensor.StoredTensors;

/**
 * An encoder with what pretraining adds: the embedding of masked frames, the quantizer, and the
 * projections for comparing predictions with targets.
 *
 * <p>The same for both kinds of feature encoder. The targets are the features before masking: the
 * normalised output of the convolutions, or the log-mel frames, of which the quantizer learns its
 * codes as it would of the convolutions.
 */
public final class PretrainingNetwork implements AutoCloseable {

  private static final String ENCODER_PREFIX = "wav2vec2.";
  private static final String MASK = "masked_spec_embed";

  private final LoadedEncoder weights;
  private final SpeechEncoder encoder;
  private final Parameters heads;
  private final ContrastiveConfig config;
  private final boolean trainsFeatureEncoder;
  private final double featureGradientScale;
  private final Tensor mask;
  private final Quantizer quantizer;
  private final Linear predictions;
  private final Linear targets;

  /**
   * Puts the heads on an encoder.
   *
   * @param weights changed in place by training, and closed with the network
   * @param heads where the heads' parameters are taken from; closed with the network
   * @param training what of the encoder is trained
   */
  public PretrainingNetwork(
      LoadedEncoder weights,
      Parameters heads,
      ContrastiveConfig config,
      PretrainingConfig training) {
    this.weights = weights;
    this.encoder = weights.encoder();
    this.heads = heads;
    this.config = config;
    this.trainsFeatureEncoder = training.trainFeatureEncoder() && encoder.config().learnsFeatures();
    this.featureGradientScale = training.featureGradientScale();
    int width = encoder.config().width();
    mask = heads.take(MASK, Initializer.uniform(), width);
    quantizer = new Quantizer(config, encoder.config().channels(), heads);
    predictions = new Linear(heads, "project_hid", width, config.projectionWidth());
    targets = new Linear(heads, "project_q", config.codeWidth(), config.projectionWidth());
    weights.parameters().setTrainable(true);
    if (!trainsFeatureEncoder) {
      weights
          .parameters()
          .all()
          .forEach(
              (name, tensor) ->
                  tensor.set_requires_grad(encoder.entersAt(name) != SpeechEncoder.FEATURES));
    }
    heads.setTrainable(true);
  }

  /**
   * Sets the precision of the encoder's products; the heads are float32 in any case. Frozen weights
   * are rounded for good.
   */
  public void setPrecision(Precision precision) {
    weights.parameters().setPrecision(precision);
  }

  /** The name of a head's parameter in a Hugging Face folder. */
  public static String storedName(String name) {
    return name.equals(MASK) ? ENCODER_PREFIX + MASK : name;
  }

  /** All that is trained, by the names of Hugging Face's {@code Wav2Vec2ForPreTraining}. */
  Map<String, Tensor> trainable() {
    Map<String, Tensor> trainable = new LinkedHashMap<>();
    all()
        .forEach(
            (name, tensor) -> {
              if (tensor.requires_grad()) {
                trainable.put(name, tensor);
              }
            });
    return trainable;
  }

  private Map<String, Tensor> all() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    weights.parameters().all().forEach((name, tensor) -> all.put(ENCODER_PREFIX + name, tensor));
    heads.all().forEach((name, tensor) -> all.put(storedName(name), tensor));
    return all;
  }

  /** Every parameter, to be written. */
  public Map<String, TensorData> stored() {
    return StoredTensors.of("", all());
  }

  public SpeechEncoder encoder() {
    return encoder;
  }

  /** Parameters in encoder and heads, and in the encoder only. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("parameters", weights.parameters().count() + heads.count());
    counts.put("encoder", weights.parameters().count());
    return counts;
  }

  /** Values per frame of what {@link #prepare} returns. */
  int preparedChannels() {
    return trainsFeatureEncoder ? 1 : encoder.config().channels();
  }

  /** Prepared frames per second. */
  double preparedFramesPerSecond() {
    return trainsFeatureEncoder ? Waveform.MODEL_SAMPLE_RATE : framesPerSecond();
  }

  /** Frames of the transformer per second. */
  double framesPerSecond() {
    return encoder.config().framesPerSecond();
  }

  /** What of a clip does not change in training: its samples, or its features. */
  float[] prepare(Waveform waveform) {
    float[] samples = new FeatureExtractor(encoder.config()).extract(waveform);
    if (trainsFeatureEncoder) {
      return samples;
    }
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(encoder.encodeFeatures(Frames.pack(List.of(samples), 1)).values()));
    }
  }

  /** The features of a batch, shape (ΣT, C). */
  Frames features(Frames prepared) {
    if (!trainsFeatureEncoder) {
      return prepared;
    }
    Frames features = encoder.encodeFeatures(prepared);
    Tensor x = features.values();
    // In value x itself; its gradient is scaled.
    return features.with(
        Ops.scale(x, featureGradientScale).add(Ops.scale(x.detach(), 1 - featureGradientScale)));
  }

  /**
   * A loss and its parts, scalars.
   *
   * @param total contrastive + alpha diversity + featurePenalty penalty, per masked frame
   * @param contrastive L_m, mean over the masked frames
   * @param diversity L_d = (GV - perplexity) / GV
   * @param penalty mean square of the features; 0 where no convolution is trained
   * @param perplexity entries in use, in [G, GV]
   * @param accuracy share of masked frames with their own target nearest
   * @param chosen entry of each codebook for each masked frame, int64 (M, G)
   */
  record Loss(
      Tensor total,
      Tensor contrastive,
      Tensor diversity,
      Tensor penalty,
      Tensor perplexity,
      Tensor accuracy,
      Tensor chosen) {}

  /**
   * The loss of training.
   *
   * @param features shape (ΣT, C), from {@link #features}
   * @param noise Gumbel noise, shape (M, G, V)
   * @param dropout whether dropout is active in the transformer
   */
  Loss loss(Frames features, Masking masking, Tensor noise, double temperature, boolean dropout) {
    return loss(features, masking, x -> quantizer.draw(x, noise, temperature), dropout);
  }

  /** The loss with nothing random in it but the masking. */
  Loss settledLoss(Frames features, Masking masking) {
    return loss(features, masking, quantizer::settle, false);
  }

  private Loss loss(
      Frames features,
      Masking masking,
      Function<Tensor, Quantizer.Quantized> quantize,
      boolean dropout) {
    Tensor masked = Rows.indices(features, masking.frames()); // (M)
    Quantizer.Quantized quantized =
        quantize.apply(encoder.normalize(features).values().index_select(0, masked));
    List<Frames> states =
        encoder.hiddenStates(features, projected -> cover(projected, masked), dropout);
    Tensor last =
        encoder.speech(states.get(states.size() - 1)).values().index_select(0, masked); // (M, D)
    Contrast contrast =
        Contrast.of(
            predictions.forward(last),
            targets.forward(quantized.vectors()),
            quantized.chosen(),
            masking,
            config.temperature());
    Tensor diversity =
        Ops.plus(Ops.scale(quantized.perplexity(), -1.0 / config.allEntries()), 1); // scalar
    Tensor penalty =
        trainsFeatureEncoder
            ? features.values().square().mean(new ScalarTypeOptional())
            : Ops.zeros();
    return new Loss(
        contrast
            .loss()
            .add(diversity, new Scalar(config.diversityWeight()))
            .add(penalty, new Scalar(config.featurePenalty())),
        contrast.loss(),
        diversity,
        penalty,
        quantized.perplexity(),
        contrast.accuracy(),
        quantized.chosen());
  }

  /** The mask's embedding in the place of the masked rows. */
  private Frames cover(Frames projected, Tensor maskedRows) {
    Tensor rows = projected.values(); // (R, D)
    Tensor covered =
        Ops.zeros(rows.size(0), 1).index_fill(0, maskedRows, new Scalar(1.0)).to(ScalarType.Bool);
    return projected.with(torch.where(covered, mask, rows));
  }

  @Override
  public void close() {
    weights.close();
    heads.close();
  }
}
