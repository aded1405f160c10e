package org.emoglot.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects what a reader finds: clips with distinct keys, and everything that is left out. Of
 * several files with one clip a lossless one is taken, else the first.
 */
public final class ListingBuilder {

  private static final Set<String> LOSSY =
      Set.of("mp3", "mp2", "ogg", "oga", "opus", "webm", "m4a", "mp4", "aac", "amr", "3gp", "wma");

  private record Named(String name, CorpusClip clip) {}

  private final Map<String, List<Named>> found = new TreeMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<PassedOver> passedOver = new ArrayList<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private String partsProblem = "";

  /**
   * Takes a clip; of several with one key one is taken, and the others are left out.
   *
   * @param name how the clip is called in reports
   */
  public void add(String name, CorpusClip clip) {
    if (clip.key().isBlank() || clip.speaker().isBlank() || clip.label().isBlank()) {
      leave(name, LeftOut.Reason.TABLE, "No name, no speaker or no label of " + name + ".");
      return;
    }
    found.computeIfAbsent(clip.key(), unused -> new ArrayList<>()).add(new Named(name, clip));
  }

  /** Leaves a file out. */
  public void leave(String name, LeftOut.Reason reason, String detail) {
    leave(new LeftOut(name, reason, detail));
  }

  /** Leaves a file out. */
  public void leave(LeftOut left) {
    leftOut.add(left);
  }

  /** Passes files over that are not audio. */
  public void passOver(List<PassedOver> files) {
    passedOver.addAll(files);
  }

  /** Tells users what they would not expect, in a sentence; once if it is told again. */
  public void note(String sentence) {
    notes.add(sentence);
  }

  /**
   * Keeps the corpus's own parts from being used. The first problem is told.
   *
   * @param problem a sentence without its end
   */
  public void refuseParts(String problem) {
    partsProblem = partsProblem.isEmpty() ? problem : partsProblem;
  }

  /** Whether a clip with this key was taken. */
  public boolean has(String key) {
    return found.containsKey(key);
  }

  /** All that was collected. */
  public CorpusListing build() {
    List<CorpusClip> clips = new ArrayList<>();
    Map<String, List<CorpusListing.Copy>> copies = new HashMap<>();
    found.forEach(
        (key, files) -> {
          List<Named> ranked = new ArrayList<>(files);
          ranked.sort(Comparator.comparing(named -> isLossy(named.clip()))); // stable
          CorpusClip first = ranked.get(0).clip();
          clips.add(first);
          for (Named other : ranked.subList(1, ranked.size())) {
            LeftOut left = repeated(first, other);
            leftOut.add(left);
            copies
                .computeIfAbsent(key, unused -> new ArrayList<>())
                .add(new CorpusListing.Copy(other.clip(), left));
          }
        });
    leftOut.sort(Comparator.comparing(LeftOut::file));
    return new CorpusListing(clips, copies, leftOut, passedOver, List.copyOf(notes), partsProblem);
  }

  private static LeftOut repeated(CorpusClip first, Named other) {
    List<String> differing = new ArrayList<>();
    if (!first.label().equals(other.clip().label())) {
      differing.add("another label");
    }
    if (!first.speaker().equals(other.clip().speaker())) {
      differing.add("another speaker");
    }
    return new LeftOut(
        other.name(),
        LeftOut.Reason.REPEATED,
        "The clip %s also exists at %s%s."
            .formatted(
                first.key(),
                first.audio(),
                differing.isEmpty() ? "" : ", with " + String.join(" and ", differing)));
  }

  private static boolean isLossy(CorpusClip clip) {
    String name = clip.file().toString();
    return LOSSY.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }
}
