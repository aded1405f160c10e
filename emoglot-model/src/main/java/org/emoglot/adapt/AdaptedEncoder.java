package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.Bands;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.FeatureExtractor;
import org.emoglot.encoder.SpeechEncoder;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * An encoder with what was put into it, in two halves: {@link #prepare}, which nothing trains and
 * which is therefore done once per clip, and {@link #embed}, which training differentiates.
 */
public final class AdaptedEncoder {

  private final SpeechEncoder encoder;
  private final FeatureExtractor extractor;
  private final LayerChoice choice;
  private final LayerMix layerMix;
  private final Pooler pooler;
  private final @Nullable Standardizer standardizer;
  private final List<Lora> updates;
  private final Parameters backbone;
  private final AdaptationConfig adaptation;
  private final Cut cut;
  private final boolean dropout;

  /**
   * Adapts an encoder.
   *
   * @param encoder changed in place
   * @param backbone the encoder's own parameters: frozen, or trained with {@link Kind#FULL}
   * @param added where the new parameters are taken from; they are trainable
   */
  public AdaptedEncoder(
      SpeechEncoder encoder, Parameters backbone, AdaptationConfig config, Parameters added) {
    this.encoder = encoder;
    this.extractor = new FeatureExtractor(encoder.config());
    this.backbone = backbone;
    this.adaptation = config;
    this.cut = Cut.of(encoder, config);
    boolean full = config.kind() == Kind.FULL;
    // Dropout in a frozen layer would only be noise.
    this.dropout = full;
    backbone
        .all()
        .forEach(
            (name, tensor) ->
                tensor.set_requires_grad(
                    full
                        && encoder.isTrainable(name)
                        && (cut == Cut.SAMPLES || !isBelow(name, config.lowestLayer()))));
    this.updates =
        config.kind() == Kind.PEFT
            ? new Insertions(encoder, config, added).insert()
            : new ArrayList<>();
    int layers = encoder.config().layers();
    this.choice = LayerChoice.of(config.layer(), layers);
    this.layerMix =
        LayerMix.of(config.layer(), layers, cut == Cut.LAYER ? config.lowestLayer() : 0, added);
    this.pooler = Pooler.of(config.pooling(), choice.count(), encoder.config().width(), added);
    this.standardizer =
        config.standardize() ? new Standardizer(added, width(), encoder.config().width()) : null;
    added.setTrainable(true);
  }

  /** The number of the highest hidden state that an embedding needs, at most L. */
  public int highestState() {
    return choice.last();
  }

  /** The number of the highest hidden state whose parameters are there; at most L. */
  public int highestStored() {
    return encoder.highestState(backbone);
  }

  /** Whether an embedding depends on a parameter of the encoder. */
  public boolean needs(String parameter) {
    return encoder.entersAt(parameter) <= highestState();
  }

  /** Whether a parameter takes part in the hidden state below a layer; below 0, in the features. */
  private boolean isBelow(String name, int layer) {
    return encoder.entersAt(name) <= (layer == 0 ? SpeechEncoder.FEATURES : layer);
  }

  /** The layout of the encoder. */
  public EncoderConfig config() {
    return encoder.config();
  }

  /** Values of an utterance's embedding: those of each pooled state side by side. */
  public int width() {
    return statesWidth() * adaptation.pooling().statistics();
  }

  /** Values of a frame of the hidden states that are pooled. */
  private int statesWidth() {
    return encoder.config().width() * choice.count();
  }

  /**
   * Adds every low-rank update to the weights beside which it stands, so that answers take no more
   * time than the encoder alone. The outputs stay what they were but for rounding. A merged encoder
   * is there to answer or to be exported: it is neither trained nor saved as an adaptation.
   */
  public void merge() {
    updates.forEach(Lora::merge);
    updates.clear();
  }

  /**
   * Up to where {@link #prepare} computes: {@code samples}, {@code features}, {@code layer-} with
   * the lowest layer that is adapted, or {@code states-} or {@code pooled-} with those pooled.
   */
  public String cut() {
    return cut.id(adaptation);
  }

  /** Whether {@link #prepare} computes anything that is worth keeping. */
  public boolean preparesFeatures() {
    return cut != Cut.SAMPLES;
  }

  /** SHA-256 of the layout, the weights and the precision that {@link #prepare} computes with. */
  public String preparationHash() {
    int lowest = cut == Cut.LAYER ? adaptation.lowestLayer() : 0;
    return PreparationHash.of(
        encoder.config(),
        backbone,
        name -> cut == Cut.POOLED || cut == Cut.STATES || isBelow(name, lowest));
  }

  /** Values per frame of what {@link #prepare} returns. */
  public int preparedChannels() {
    return switch (cut) {
      case SAMPLES -> 1;
      case FEATURES -> encoder.config().channels();
      case LAYER -> encoder.config().width();
      case STATES -> statesWidth();
      case POOLED -> width();
    };
  }

  /**
   * Prepared frames per second, for cutting a crop of a wanted duration; a pooled clip is one frame
   * of whatever duration, and is not cut.
   */
  public double preparedFramesPerSecond() {
    return cut.framesPerSecond(encoder.config());
  }

  /** Frames at the beginning of a prepared clip that are no stretch of it: any crop keeps them. */
  public int preparedTokens() {
    return cut == Cut.LAYER ? encoder.config().tokens() : 0;
  }

  /** Where a prepared frame holds the long-term spectrum of a clip. */
  public Bands preparedSpectrum() {
    return cut == Cut.FEATURES ? encoder.config().spectrum() : Bands.NONE;
  }

  /** Log-mel frames side by side in a prepared frame; 0 if it contains other values. */
  public int preparedMelFrames() {
    return cut == Cut.FEATURES ? encoder.config().melFrames() : 0;
  }

  /**
   * Fits to the training clips what the encoder keeps of them besides weights, if anything; see
   * {@link SpeechEncoder#fit}.
   *
   * @param prepared gives each clip's frames; not asked where the encoder keeps nothing
   */
  public void fitTo(Supplier<List<float[]>> prepared) {
    encoder.fit(prepared);
  }

  /**
   * Fits to the training clips how pooled values are standardised, if they are; see {@link
   * AdaptationConfig#standardize}.
   *
   * @param prepared each clip's embedding, as {@link #prepare} makes it
   * @param weights of the clips; their sum is 1
   */
  public void standardizeBy(List<float[]> prepared, double[] weights) {
    if (standardizer != null) {
      standardizer.fit(prepared, weights);
    }
  }

  /**
   * Everything before the first trained parameter, for one clip.
   *
   * @return frames times {@link #preparedChannels()} values in row-major order
   */
  public float[] prepare(Waveform waveform) {
    float[] samples = extractor.extract(waveform);
    return cut == Cut.SAMPLES ? samples : ofFeatures(samples, this::prepare);
  }

  /**
   * The output of the feature encoder for one clip, wherever the cut is.
   *
   * @return frames times channels values in row-major order
   */
  public float[] features(Waveform waveform) {
    return ofFeatures(extractor.extract(waveform), Frames::values);
  }

  private float[] ofFeatures(float[] samples, Function<Frames, Tensor> computation) {
    try (Scope scope = Scope.open()) {
      Frames clip = Frames.pack(List.of(samples), 1);
      return Ops.withoutGradient(() -> Ops.floats(computation.apply(encoder.encodeFeatures(clip))));
    }
  }

  private Tensor prepare(Frames features) {
    return switch (cut) {
      case SAMPLES, FEATURES -> features.values();
      case LAYER ->
          encoder
              .hiddenState(encoder.input(features, false), 0, adaptation.lowestLayer(), false)
              .values();
      case STATES -> mix(features).values();
      case POOLED -> pooler.of(mix(features));
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
      case SAMPLES -> pooler.of(mix(encoder.encodeFeatures(prepared), dropping));
      case FEATURES -> pooler.of(mix(prepared, dropping));
      case LAYER ->
          pooler.of(
              encoder.speech(layerMix.of(encoder, prepared, adaptation.lowestLayer(), dropping)));
      case STATES -> pooler.of(prepared);
      case POOLED -> standardized(prepared.meanOverTime()); // of one frame
    };
  }

  private Tensor standardized(Tensor pooled) {
    return standardizer == null ? pooled : standardizer.forward(pooled);
  }

  /** One hidden state (ΣT, D) of features (ΣT, C), from 0 (the transformer's input) to L. */
  public Frames hiddenState(Frames features, int layer) {
    return encoder.speech(encoder.hiddenState(encoder.input(features, false), 0, layer, false));
  }

  /** The hidden states of a choice that is no mixture, side by side: (ΣT, C) to (ΣT, n D). */
  public Frames states(Frames features, LayerChoice wanted) {
    return encoder.speech(
        LayerMix.sideBySide(wanted).of(encoder, encoder.input(features, false), 0, false));
  }

  /** All L + 1 hidden states (ΣT, D) of features (ΣT, C). */
  public List<Frames> hiddenStates(Frames features) {
    return encoder.hiddenStates(features, false).stream().map(encoder::speech).toList();
  }

  /** The pooled embedding of states that {@link #mix} made: (ΣT, n D) to (B, {@link #width}). */
  public Tensor pool(Frames states) {
    return pooler.of(states);
  }

  /** The hidden states, or the learned mixture of all, that are pooled: (ΣT, C) to (ΣT, n D). */
  public Frames mix(Frames features) {
    return mix(features, false);
  }

  private Frames mix(Frames features, boolean training) {
    return encoder.speech(layerMix.of(encoder, encoder.input(features, training), 0, training));
  }

  /** The precision of the encoder's products. */
  public Precision precision() {
    return backbone.precision();
  }
}
