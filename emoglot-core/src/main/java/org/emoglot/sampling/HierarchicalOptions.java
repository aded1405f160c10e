package org.emoglot.sampling;

/**
 * The sizes of a hierarchical batch, which always has languages x labels x utterances clips.
 *
 * @param languages to draw for each batch; all if there are fewer
 * @param labels drawn in each language; all where it has fewer
 * @param utterances drawn in each pair of language and label; with replacement if it has fewer, and
 *     more with fewer pairs
 */
public record HierarchicalOptions(int languages, int labels, int utterances) {

  /** The paper's N_lang, N_cls and N_sam: 36 utterances. */
  public static final HierarchicalOptions PAPER = new HierarchicalOptions(3, 4, 3);

  public HierarchicalOptions {
    if (languages < 1 || labels < 1 || utterances < 1) {
      throw new IllegalArgumentException(
          "Expected at least 1 language, label and utterance, found %d, %d and %d."
              .formatted(languages, labels, utterances));
    }
  }

  /** Utterances in a batch. */
  public int size() {
    return languages * labels * utterances;
  }
}
