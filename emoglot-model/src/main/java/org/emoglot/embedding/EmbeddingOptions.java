package org.emoglot.embedding;

import org.emoglot.InvalidInputException;
import org.emoglot.adapt.LayerChoice;
import org.emoglot.adapt.Pooling;
import org.emoglot.encoder.Hearing;
import org.emoglot.tensor.Precision;

/**
 * Which embeddings are extracted.
 *
 * @param level what gets an embedding
 * @param layer which hidden state it is: {@code last}; a number from 0 (the transformer's input) to
 *     L, as transformers' {@code hidden_states}; several side by side, such as {@code 2..5}; or
 *     {@code mix}, the mixture that a trained model has learned, and for every other encoder the
 *     mean of all L + 1
 * @param pooling from the frames of an utterance to its embedding; an attentive one has been
 *     learned by a trained model, with the layer that it pools
 * @param hearing how an encoder that was pretrained on windows hears shorter clips; a trained model
 *     hears as in its training
 * @param precision of the encoder's products; embeddings are float32 in any case
 */
public record EmbeddingOptions(
    Level level, String layer, Pooling pooling, Hearing hearing, Precision precision) {

  public static final String LAST = LayerChoice.LAST;
  public static final String MIX = LayerChoice.MIX;

  /** One embedding an utterance, of the last layer. */
  public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(Level.UTTERANCE, LAST);

  public EmbeddingOptions {
    LayerChoice.requireValid(layer);
    if (level == Level.FRAME && pooling != Pooling.MEAN) {
      throw new InvalidInputException(
          "Expected no pooling for the level frame, where nothing is pooled, found %s: leave it out, or ask for the level utterance."
              .formatted(pooling.id()));
    }
  }

  /** Means of frames, of clips as they are. */
  public EmbeddingOptions(Level level, String layer, Precision precision) {
    this(level, layer, Pooling.MEAN, Hearing.VALID, precision);
  }

  /** Embeddings computed in float32. */
  public EmbeddingOptions(Level level, String layer) {
    this(level, layer, Precision.FP32);
  }
}
