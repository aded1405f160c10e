package org.emoglot.preparation;

import java.util.List;
import java.util.Optional;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LeftOut;

/**
 * Chooses among the files of a clip: the first that can be used, those with speech before others.
 * What was tried before it is left out for its own reason, and no longer as a copy.
 */
final class CopyChoice {

  private final Audition audition;
  private final List<LeftOut> leftOut;

  /**
   * @param leftOut contains the copies, and receives unusable clips
   */
  CopyChoice(Audition audition, List<LeftOut> leftOut) {
    this.audition = audition;
    this.leftOut = leftOut;
  }

  /**
   * The file that was chosen.
   *
   * @param name how it is called in reports
   */
  record Found(CorpusClip clip, Audition.Accepted accepted, String name) {}

  /** Nothing if none can be used. */
  Optional<Found> of(CorpusClip clip, List<CorpusListing.Copy> copies) {
    Optional<Found> best = hear(clip, clip.key());
    for (CorpusListing.Copy copy : copies) {
      if (best.isPresent() && best.get().accepted().speech()) {
        break;
      }
      if (!copy.clip().label().equals(clip.label())) {
        continue;
      }
      leftOut.remove(copy.leftOut());
      Optional<Found> other = hear(copy.clip(), copy.leftOut().file());
      if (other.isPresent() && (best.isEmpty() || other.get().accepted().speech())) {
        best.ifPresent(found -> leftOut.add(replaced(found, copy.clip())));
        best = other;
      } else if (other.isPresent()) {
        leftOut.add(copy.leftOut());
      }
    }
    return best;
  }

  private static LeftOut replaced(Found found, CorpusClip copy) {
    return new LeftOut(
        found.name(), LeftOut.Reason.REPEATED, "It has no speech, but " + copy.audio() + " does.");
  }

  private Optional<Found> hear(CorpusClip clip, String name) {
    Audition.Result result = audition.hear(clip);
    if (result instanceof Audition.Refused refused) {
      leftOut.add(new LeftOut(name, refused.reason(), refused.detail()));
      return Optional.empty();
    }
    return Optional.of(new Found(clip, (Audition.Accepted) result, name));
  }
}
