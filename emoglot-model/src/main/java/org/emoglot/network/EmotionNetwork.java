package org.emoglot.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.Views;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Precision;
import org.emoglot.unlabelled.SourceLogits;

/**
 * Encoder, pooling and emotion head as one differentiable function.
 *
 * <p>Parameters are named {@code wav2vec2.*} (the backbone), {@code adapter.*} (what was put into
 * it) and {@code classifier.*} (the head).
 */
public final class EmotionNetwork implements AutoCloseable {

  /** Before the names of the backbone's parameters. */
  public static final String BACKBONE_PREFIX = "wav2vec2.";

  /** Before those of what was put into it. */
  public static final String ADDED_PREFIX = "adapter.";

  /** Before those of the head. */
  public static final String HEAD_PREFIX = "classifier.";

  private final LabelSet labels;
  private final AdaptationConfig adaptation;
  private final Parameters backbone;
  private final Parameters added;
  private final Parameters head;
  private final AdaptedEncoder encoder;
  private final Linear classifier;
  private Confidence confidence = Confidence.NONE;
  private SourceLogits source = SourceLogits.UNKNOWN;
  private Views views = Views.RECORDING;

  /**
   * Puts a network together.
   *
   * @param backbone changed in place, and closed with the network
   * @param added where the adaptation's parameters come from
   * @param head where the head's parameters come from
   */
  EmotionNetwork(
      LabelSet labels,
      AdaptationConfig adaptation,
      LoadedEncoder backbone,
      Parameters added,
      Parameters head) {
    this.labels = labels;
    this.adaptation = adaptation;
    this.backbone = backbone.parameters();
    this.added = added;
    this.head = head;
    this.encoder = new AdaptedEncoder(backbone.encoder(), this.backbone, adaptation, added);
    this.classifier = new Linear(head, "output", encoder.width(), labels.size());
    added.setTrainable(true);
    head.setTrainable(true);
  }

  /** A network to be trained: adaptation and head are drawn from the seed. */
  public static EmotionNetwork fresh(
      LabelSet labels, AdaptationConfig adaptation, LoadedEncoder backbone, long seed) {
    return new EmotionNetwork(
        labels, adaptation, backbone, Parameters.seeded(seed), Parameters.seeded(seed));
  }

  /**
   * Sets the precision of the encoder's products; the head is float32 in any case. Frozen weights
   * are rounded for good.
   */
  public void setPrecision(Precision precision) {
    backbone.setPrecision(precision);
    added.setPrecision(precision);
  }

  /** Sets how far to trust the answers, which is known after training. */
  public void setConfidence(Confidence confidence) {
    this.confidence = confidence;
  }

  public Confidence confidence() {
    return confidence;
  }

  /** Sets how it answers its training languages, which is known after training. */
  public void setSource(SourceLogits source) {
    this.source = source;
  }

  /** How it answers its training languages. */
  public SourceLogits source() {
    return source;
  }

  /** Sets which copies of a clip are heard, before any is. */
  public void setViews(Views views) {
    this.views = views;
  }

  /** Which copies of a clip are heard. */
  public Views views() {
    return views;
  }

  public LabelSet labels() {
    return labels;
  }

  public AdaptationConfig adaptation() {
    return adaptation;
  }

  public AdaptedEncoder encoder() {
    return encoder;
  }

  /** Utterance embeddings h, shape (B, D), of prepared frames. */
  public Tensor embed(Frames prepared, boolean training) {
    return encoder.embed(prepared, training);
  }

  /** Logits, shape (B, K), of embeddings (B, D). */
  public Tensor logits(Tensor h) {
    return classifier.forward(h);
  }

  /**
   * Replaces the head.
   *
   * @param weights (K, D)
   * @param biases (K)
   */
  public void setHead(float[][] weights, float[] biases) {
    classifier.assign(weights, biases);
  }

  /**
   * Adds to the head.
   *
   * @param weights (K, D)
   * @param biases (K)
   */
  public void addToHead(float[][] weights, float[] biases) {
    classifier.add(weights, biases);
  }

  /** All parameters by their full names. */
  public Map<String, Tensor> parameters() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    backbone.all().forEach((name, tensor) -> all.put(BACKBONE_PREFIX + name, tensor));
    all.putAll(ownParameters());
    return all;
  }

  /** The encoder's parameters, by the names of its family. */
  Map<String, Tensor> encoderParameters() {
    return backbone.all();
  }

  /** The parameters that are not the backbone's. */
  Map<String, Tensor> ownParameters() {
    Map<String, Tensor> own = new LinkedHashMap<>();
    added.all().forEach((name, tensor) -> own.put(ADDED_PREFIX + name, tensor));
    head.all().forEach((name, tensor) -> own.put(HEAD_PREFIX + name, tensor));
    return own;
  }

  /** Those that training changes. */
  public Map<String, Tensor> trainable() {
    Map<String, Tensor> trainable = new LinkedHashMap<>(parameters());
    trainable.values().removeIf(tensor -> !tensor.requires_grad());
    return trainable;
  }

  /** Number of values in the given parameters. */
  public static long count(Map<String, Tensor> parameters) {
    return parameters.values().stream().mapToLong(Tensor::numel).sum();
  }

  @Override
  public void close() {
    backbone.close();
    added.close();
    head.close();
  }
}
