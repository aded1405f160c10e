package org.emoglot.embedding;

import org.emoglot.InvalidInputException;
import org.emoglot.tensor.Precision;

/**
 * Which embeddings are extracted.
 *
 * @param level what gets an embedding
 * @param layer which hidden state it is: {@code last}; a number from 0 (the transformer's input) to
 *     L, as transformers' {@code hidden_states}; or {@code mix}, the mixture that a trained model
 *     has learned, and for every other encoder the mean of all L + 1
 * @param precision of the encoder's products; embeddings are float32 in any case
 */
public record EmbeddingOptions(Level level, String layer, Precision precision) {

  public static final String LAST = "last";
  public static final String MIX = "mix";

  /** One embedding an utterance, of the last layer. */
  public static final EmbeddingOptions DEFAULT = new EmbeddingOptions(Level.UTTERANCE, LAST);

  public EmbeddingOptions {
    if (!layer.equals(LAST) && !layer.equals(MIX) && !layer.matches("\\d{1,4}")) {
      throw new InvalidInputException(
          "Expected a layer last, mix or a number, found '" + layer + "'.");
    }
  }

  /** Embeddings computed in float32. */
  public EmbeddingOptions(Level level, String layer) {
    this(level, layer, Precision.FP32);
  }

  /** The number of the hidden state, for every layer but the mixture. */
  int index(int layers) {
    int index = layer.equals(LAST) ? layers : Integer.parseInt(layer);
    if (index > layers) {
      throw new InvalidInputException(
          "Expected a layer last, mix or from 0 to %d, found %s.".formatted(layers, layer));
    }
    return index;
  }
}
