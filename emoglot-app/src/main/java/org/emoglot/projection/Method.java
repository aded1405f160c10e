package org.emoglot.projection;

import java.util.Locale;
import java.util.function.IntConsumer;
import org.emoglot.representation.TSne;
import org.emoglot.representation.TSneOptions;

/** How embeddings are laid out in the plane. */
public enum Method {
  /** {@link TSne}, exact, from the first two principal components. */
  TSNE("t-SNE"),
  /** {@link UmapLayout}. */
  UMAP("UMAP");

  private final String title;

  Method(String title) {
    this.title = title;
  }

  /** In names of files and columns. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As the field writes it. */
  public String title() {
    return title;
  }

  /**
   * Lays out embeddings (N, D).
   *
   * @param progress is told how much is done, in percent; may throw to give up
   * @return (N, 2); a pure function of embeddings and seed
   */
  double[][] layOut(float[][] embeddings, long seed, IntConsumer progress) {
    if (this == UMAP) {
      return UmapLayout.of(embeddings, seed, progress);
    }
    TSneOptions options = options(seed, embeddings.length);
    return TSne.of(embeddings, options, done -> progress.accept(100 * done / options.iterations()))
        .points();
  }

  /** How so many embeddings are laid out, for the record. */
  String settings(int embeddings) {
    if (this == UMAP) {
      return UmapLayout.settings(embeddings);
    }
    TSneOptions options = options(0, embeddings);
    return String.format(
        Locale.ROOT,
        "perplexity %.1f, %d iterations, from the first two principal components",
        options.perplexity(),
        options.iterations());
  }

  private static TSneOptions options(long seed, int embeddings) {
    TSneOptions usual = TSneOptions.DEFAULT;
    return new TSneOptions(usual.perplexity(), usual.iterations(), seed).fitting(embeddings);
  }
}
