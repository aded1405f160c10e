package org.emoglot.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;

/**
 * Which samples each clip held when it was opened, compared with what is known of it: the hash that
 * its manifest gives, or the one that an earlier opening found. A clip that holds other samples is
 * refused. Safe for several threads.
 */
public final class ClipSamples {

  private static final int SHOWN_DIGITS = 12;

  /** A clip holds other samples than it did. */
  public static final class Changed extends InvalidInputException {
    private static final long serialVersionUID = 1;

    Changed(String sentence) {
      super(sentence);
    }
  }

  private final Map<String, String> prepared = new HashMap<>();
  private final Map<String, String> earlier = new HashMap<>();
  private final SortedMap<String, String> found = new TreeMap<>();

  /** Nothing is known of any clip yet. */
  ClipSamples() {}

  /** Takes note of what a manifest says; an empty text says nothing. */
  void expect(String id, String hash) {
    if (!hash.isEmpty()) {
      prepared.put(id, hash);
    }
  }

  /**
   * Takes note of what an earlier process found, by id.
   *
   * @throws InvalidInputException if a clip that was opened already holds other samples
   */
  synchronized void expectAsBefore(Map<String, String> hashes) {
    earlier.putAll(hashes);
    found.forEach((id, hash) -> requireAsBefore(id, Path.of(id), hash));
  }

  /**
   * Compares a clip that was opened.
   *
   * @param hash of its samples, as {@link Sha256#of(float[])} has it
   * @throws Changed if it should hold other samples
   */
  synchronized void check(String id, Path file, String hash) {
    String manifest = prepared.get(id);
    if (manifest != null && !manifest.equals(hash)) {
      throw new Changed(
          "Expected in %s the samples that %s had in 'prepare' (audio_sha256 %s in the manifest), found others (%s): restore the file, or prepare the corpus again with the same --downmix."
              .formatted(file, id, shown(manifest), shown(hash)));
    }
    requireAsBefore(id, file, hash);
    found.put(id, hash);
  }

  private void requireAsBefore(String id, Path file, String hash) {
    String before = earlier.getOrDefault(id, found.getOrDefault(id, hash));
    if (!before.equals(hash)) {
      throw new Changed(
          "Expected in %s the samples that %s had earlier in this run (SHA-256 %s), found others (%s): restore the file, or start again with another --out."
              .formatted(file, id, shown(before), shown(hash)));
    }
  }

  private static String shown(String hash) {
    return hash.substring(0, Math.min(SHOWN_DIGITS, hash.length()));
  }

  /** What was found so far, by id, and of clips that were not opened yet what was found earlier. */
  synchronized SortedMap<String, String> known() {
    SortedMap<String, String> known = new TreeMap<>(earlier);
    known.putAll(found);
    return known;
  }

  /**
   * A source that compares every clip with its manifest. Real paths identify files; a file in no
   * row is read unchecked.
   *
   * @param utterances the rows
   * @return a source that throws {@link Changed} for a clip that holds other samples, at the end of
   *     a stream
   */
  public static AudioSource verifying(AudioSource source, Collection<Utterance> utterances) {
    ClipSamples samples = new ClipSamples();
    Map<ClipAudio, List<Utterance>> byPath = new HashMap<>();
    for (Utterance utterance : utterances) {
      samples.expect(utterance.id(), utterance.audioHash());
      byPath
          .computeIfAbsent(RealPaths.of(utterance.audio()), clip -> new ArrayList<>())
          .add(utterance);
    }
    return new AudioSource() {
      @Override
      public Waveform read(Path file) {
        return read(ClipAudio.whole(file));
      }

      @Override
      public Waveform read(ClipAudio clip) {
        Waveform waveform = source.read(clip);
        check(clip, () -> Sha256.of(waveform.samples()));
        return waveform;
      }

      @Override
      public SampleStream open(ClipAudio clip) {
        Sha256.OfSamples digest = new Sha256.OfSamples();
        return new WatchedStream(source.open(clip), digest::add, () -> check(clip, digest::hex));
      }

      private void check(ClipAudio clip, Supplier<String> hash) {
        List<Utterance> rows = byPath.getOrDefault(RealPaths.of(clip), List.of());
        if (!rows.isEmpty()) {
          String found = hash.get();
          rows.forEach(row -> samples.check(row.id(), clip.file(), found));
        }
      }
    };
  }
}
