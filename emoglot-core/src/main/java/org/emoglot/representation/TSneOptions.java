package org.emoglot.representation;

/**
 * How embeddings are laid out by t-SNE.
 *
 * @param perplexity how many neighbours an embedding has, smoothly counted; above 1
 * @param iterations of the descent, at least 1
 * @param seed of the start, whose greater part is the first two principal components
 */
public record TSneOptions(double perplexity, int iterations, long seed) {

  /** Perplexity 30 and 1000 iterations, as van der Maaten and Hinton and scikit-learn. */
  public static final TSneOptions DEFAULT = new TSneOptions(30, 1000, 1);

  public TSneOptions {
    if (!(perplexity > 1 && Double.isFinite(perplexity)) || iterations < 1) {
      throw new IllegalArgumentException(
          "Expected a perplexity above 1 and at least 1 iteration, found %s and %d."
              .formatted(perplexity, iterations));
    }
  }

  /** The same with the perplexity that so many embeddings allow: a third of the others. */
  public TSneOptions fitting(int embeddings) {
    double largest = Math.max(Math.nextUp(1), (embeddings - 1) / 3.0);
    return new TSneOptions(Math.min(perplexity, largest), iterations, seed);
  }
}
