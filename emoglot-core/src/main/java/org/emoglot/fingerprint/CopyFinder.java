package org.emoglot.fingerprint;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.audio.Waveform;
import org.emoglot.io.Sha256;

/**
 * Finds copies of known clips: by their samples, which must be the same, and by their acoustic
 * fingerprints, which need only be alike.
 */
public final class CopyFinder {

  private static final double SECONDS_PER_FRAME =
      (double) BandEnergies.HOP / Waveform.MODEL_SAMPLE_RATE;

  private final Map<String, String> idsByHash = new HashMap<>();
  private final FingerprintIndex<String> index;
  private final int fingerprints;

  /** Knows these clips. */
  public CopyFinder(Collection<ClipPrint> known) {
    known.stream()
        .filter(clip -> !clip.sha256().isEmpty())
        .forEach(clip -> idsByHash.putIfAbsent(clip.sha256(), clip.id()));
    List<Map.Entry<String, Fingerprint>> entries =
        known.stream()
            .filter(clip -> !clip.fingerprint().isNone())
            .map(clip -> Map.entry(clip.id(), clip.fingerprint()))
            .toList();
    index = new FingerprintIndex<>(entries);
    fingerprints = entries.size();
  }

  /** How many of the known clips have a fingerprint. */
  public int fingerprints() {
    return fingerprints;
  }

  /** Searches for a clip by its manifest row, without opening it. */
  public Optional<Copy> find(ClipPrint clip) {
    return find(clip.id(), clip.sha256(), List.of(clip.fingerprint()));
  }

  /** Searches for an opened clip, which also finds short pieces of a known one. */
  public Optional<Copy> find(String id, Waveform clip) {
    return find(id, Sha256.of(clip.samples()), Fingerprint.probes(clip));
  }

  /**
   * Looks for a clip.
   *
   * @param sha256 of its samples; empty where it is not known
   * @param probes its {@link Fingerprint#probes}, or its fingerprint alone
   */
  public Optional<Copy> find(String id, String sha256, List<Fingerprint> probes) {
    String same = idsByHash.get(sha256); // an empty one is not in it
    if (same != null) {
      return Optional.of(new Copy(id, same, true, 0));
    }
    return probes.stream()
        .flatMap(probe -> index.find(probe).map(Stream::of).orElseGet(Stream::empty))
        .max(Comparator.comparingDouble(FingerprintIndex.Match::score))
        .map(match -> new Copy(id, match.clip(), false, match.score() * SECONDS_PER_FRAME));
  }
}
