package org.emoglot.projection;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.ManifestFolder;
import org.emoglot.tensor.Precision;

/**
 * The request of a projection.
 *
 * @param runs folders of finished runs, at least one
 * @param backbone folder of the backbone of models with only adapters, or an empty path for the one
 *     in training
 * @param manifests to draw clips from
 * @param clips how many at most
 * @param seed of sample, folds and layouts
 * @param precision of the encoders
 * @param downmix what becomes of several channels, for the record
 * @param home folder of the software, to look up its commit
 */
public record ProjectionRequest(
    List<Path> runs,
    Path backbone,
    ManifestFolder manifests,
    int clips,
    long seed,
    Precision precision,
    String downmix,
    Path home) {

  /** Below, neither a neighbourhood nor a fold means anything. */
  private static final int FEWEST = 20;

  public ProjectionRequest {
    runs = List.copyOf(runs);
    if (runs.isEmpty()) {
      throw new InvalidInputException("Expected at least one run, found none.");
    }
    if (clips < FEWEST || clips > UmapLayout.MOST) {
      throw new InvalidInputException(
          "Expected %d to %d clips, found %d.".formatted(FEWEST, UmapLayout.MOST, clips));
    }
    int there = manifests.all().utterances().size();
    if (there < FEWEST) {
      throw new InvalidInputException(
          "Expected at least %d clips in the manifests, found %d.".formatted(FEWEST, there));
    }
  }
}
