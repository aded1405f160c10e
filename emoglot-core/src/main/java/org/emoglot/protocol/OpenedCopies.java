package org.emoglot.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Copy;
import org.emoglot.fingerprint.CopyFinder;
import org.emoglot.fingerprint.Fingerprint;

/**
 * Compares what a run opens with the clips that it is measured on, whatever manifests say: clips
 * that it learns from with the fingerprints of the target's manifests, and in the end the target's
 * clips with all that it has learned from.
 */
final class OpenedCopies {

  private final boolean compared;
  private final CopyFinder target;
  private final Map<String, ClipPrint> heard = new TreeMap<>();
  private final Map<String, Optional<Copy>> targets = new TreeMap<>();
  private List<CopyFinder> finder = List.of();

  /** The upper bound learns from its target, so nothing is compared. */
  OpenedCopies(Plan plan) {
    compared = plan.transfers();
    target = new CopyFinder(plan.evaluation().stream().map(Utterance::print).toList());
  }

  /**
   * A clip to learn from, and the clip of the target that it is a copy of, if it is one.
   *
   * @param hash of its samples
   */
  Optional<Copy> learned(String id, String hash, Waveform clip) {
    synchronized (this) {
      if (heard.containsKey(id)) {
        return Optional.empty();
      }
    }
    List<Fingerprint> probes = compared ? Fingerprint.probes(clip) : List.of(Fingerprint.of(clip));
    synchronized (this) {
      heard.put(id, new ClipPrint(id, hash, probes.get(0)));
      finder = List.of();
    }
    return compared ? target.find(id, hash, probes) : Optional.empty();
  }

  /** A clip of the target; it is compared with all clips that were learned from. */
  void target(String id, String hash, Waveform clip) {
    CopyFinder known;
    synchronized (this) {
      if (!compared || targets.containsKey(id)) {
        return;
      }
      if (finder.isEmpty()) {
        finder = List.of(new CopyFinder(heard.values()));
      }
      known = finder.get(0);
    }
    Optional<Copy> copy = known.find(id, hash, Fingerprint.probes(clip));
    synchronized (this) {
      targets.put(id, copy);
    }
  }

  /** The clips of the target that are changed copies of what was learned from, in words. */
  synchronized List<String> found() {
    return targets.values().stream()
        .flatMap(Optional::stream)
        .filter(copy -> !copy.identical())
        .map(Copy::text)
        .toList();
  }

  /** All that was learned from, by id. */
  synchronized List<ClipPrint> heard() {
    return List.copyOf(heard.values());
  }
}
