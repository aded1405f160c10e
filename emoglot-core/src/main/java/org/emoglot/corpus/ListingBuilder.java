package org.emoglot.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what a reader finds: clips with distinct keys, and everything that is left out. */
public final class ListingBuilder {

  private final Map<String, CorpusClip> clips = new TreeMap<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Takes a clip; one whose key is taken already is left out.
   *
   * @param name how the clip is called in reports
   */
  public void add(String name, CorpusClip clip) {
    CorpusClip first = clips.putIfAbsent(clip.key(), clip);
    if (first != null) {
      leave(
          name,
          LeftOut.Reason.REPEATED,
          "The clip " + first.key() + " was already found at " + first.file() + ".");
    }
  }

  /** Leaves a file out. */
  public void leave(String name, LeftOut.Reason reason, String detail) {
    leave(new LeftOut(name, reason, detail));
  }

  /** Leaves a file out. */
  public void leave(LeftOut left) {
    leftOut.add(left);
  }

  /** Whether a clip with this key was taken. */
  public boolean has(String key) {
    return clips.containsKey(key);
  }

  /**
   * All that was collected.
   *
   * @param otherFiles how many files were passed over because they are not audio
   */
  public CorpusListing build(int otherFiles) {
    leftOut.sort(Comparator.comparing(LeftOut::file));
    return new CorpusListing(List.copyOf(clips.values()), leftOut, otherFiles);
  }
}
