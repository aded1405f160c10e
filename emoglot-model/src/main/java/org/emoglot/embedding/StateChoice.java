package org.emoglot.embedding;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.adapt.LayerChoice;
import org.emoglot.adapt.Pooling;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;

/**
 * Which hidden states of an encoder are extracted, and how they are pooled.
 *
 * @param encoder with the adaptation that it was trained with, if any
 * @param layers the wanted hidden states
 * @param learned whether they are what the encoder learned: its mixture, or its pooling's states
 * @param pooling of an utterance
 */
record StateChoice(AdaptedEncoder encoder, LayerChoice layers, boolean learned, Pooling pooling) {

  /**
   * The choice that options name.
   *
   * @param name of the encoder, for messages
   * @throws InvalidInputException if the encoder has no such layer, no frames, or has not learned
   *     the pooling
   */
  static StateChoice of(
      AdaptedEncoder encoder, AdaptationConfig adaptation, EmbeddingOptions options, String name) {
    LayerChoice layers = LayerChoice.of(options.layer(), encoder.config().layers());
    if (layers.last() > encoder.highestStored()) {
      throw new InvalidInputException(
          "Expected a layer up to %d of %s, which was packed without those above, found %s: choose another, or the model before packing."
              .formatted(encoder.highestStored(), name, options.layer()));
    }
    requireFrames(encoder, options, name);
    boolean attentive = options.pooling() == Pooling.ATTENTIVE;
    boolean same = adaptation.layer().equals(options.layer());
    if (attentive && !(same && adaptation.pooling() == Pooling.ATTENTIVE)) {
      throw new InvalidInputException(
          "Expected a trained model that pools layer %s with attention, found %s with the pooling %s of layer %s: ask for that."
              .formatted(options.layer(), name, adaptation.pooling().id(), adaptation.layer()));
    }
    return new StateChoice(encoder, layers, attentive || layers.isMix() && same, options.pooling());
  }

  /** A single frame per utterance, such as its statistics, is not what users mean by frames. */
  private static void requireFrames(AdaptedEncoder encoder, EmbeddingOptions options, String name) {
    if (options.level() == Level.FRAME && !encoder.config().hasTime()) {
      throw new InvalidInputException(
          "Expected an encoder with frames for the level frame, found %s, which embeds utterance statistics: use the level utterance, or another encoder."
              .formatted(name));
    }
  }

  /** Values of an embedding: D of each hidden state, twice where deviations follow the means. */
  int width(Level level) {
    return encoder.config().width()
        * layers.count()
        * (level == Level.UTTERANCE ? pooling.statistics() : 1);
  }

  /** Features (ΣT, C) to frames (ΣT', n D). */
  Frames states(Frames features) {
    if (learned) {
      return encoder.mix(features);
    }
    if (!layers.isMix()) {
      return encoder.states(features, layers);
    }
    List<Frames> states = encoder.hiddenStates(features);
    List<Tensor> values = states.stream().map(Frames::values).toList();
    return states.get(0).with(Ops.mean(Ops.stack(values), 0, false)); // (ΣT', D)
  }

  /** Frames (ΣT', n D) to utterances (B, {@link #width}). */
  Tensor pool(Frames frames) {
    return switch (pooling) {
      case MEAN -> frames.meanOverTime();
      case MEAN_STD -> Ops.beside(List.of(frames.meanOverTime(), frames.deviationOverTime()));
      case ATTENTIVE -> encoder.pool(frames);
    };
  }
}
