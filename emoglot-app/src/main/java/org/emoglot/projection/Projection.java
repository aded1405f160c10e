package org.emoglot.projection;

import java.util.List;
import java.util.SortedMap;
import org.emoglot.provenance.Provenance;
import org.emoglot.tensor.Precision;

/**
 * What was projected, and what the embeddings hold; the content of projection.json.
 *
 * @param purpose for what audio was opened, the target's included
 * @param seed of sample, folds and layouts
 * @param clips how many were embedded
 * @param sample number of clips by language and, within it, by split
 * @param layouts how each method was asked, by its id
 * @param precision of the encoders
 * @param downmix what became of several channels
 * @param models each with its numbers, in the order of the question
 * @param provenance versions, machine, commit, inputs
 */
public record Projection(
    String purpose,
    long seed,
    int clips,
    SortedMap<String, SortedMap<String, Integer>> sample,
    SortedMap<String, String> layouts,
    Precision precision,
    String downmix,
    List<Model> models,
    Provenance provenance) {

  public static final String FILE = "projection.json";

  static final String PURPOSE =
      "Drawn and measured after training: audio, including that of the target, was opened for"
          + " projection only, and nothing was trained or chosen by it. The probes for speakers and"
          + " languages are fitted on the sample itself.";

  public Projection {
    models = List.copyOf(models);
  }

  /**
   * A model in the projection.
   *
   * @param name in pictures and tables
   * @param task of its run
   * @param system id of the training system
   * @param seed of its training
   * @param target code of the target language; an empty text for a task without one
   * @param layer of the encoder that is its embedding
   * @param width of the embedding
   * @param sha256 of its weights
   * @param numbers what its embeddings hold
   */
  public record Model(
      String name,
      String task,
      String system,
      long seed,
      String target,
      String layer,
      int width,
      String sha256,
      Numbers numbers) {}
}
