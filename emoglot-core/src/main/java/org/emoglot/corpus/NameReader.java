package org.emoglot.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of a corpus whose file names say everything. What remains for a corpus is one method,
 * from a name to a clip.
 *
 * <p>Clips are searched at any depth, and their keys come from the names alone. So the root may be
 * the corpus's folder, its {@code wav} folder or the folder above, and a copy of the clips that
 * some distributions carry in a second folder is noticed and left out.
 */
public abstract class NameReader implements CorpusReader {

  /**
   * Recognises a clip.
   *
   * @return the clip, or nothing if the name does not follow the corpus's pattern
   */
  protected abstract Optional<CorpusClip> recognise(ClipName name);

  /**
   * The clip of a corpus whose stems are unique and tell everything.
   *
   * @param pattern of the whole stem, with the groups {@code speaker} and {@code emotion}
   */
  protected static Optional<CorpusClip> byStem(ClipName name, Pattern pattern) {
    Matcher m = pattern.matcher(name.stem());
    return m.matches()
        ? Optional.of(
            new CorpusClip(name.stem(), m.group("speaker"), m.group("emotion"), name.file()))
        : Optional.empty();
  }

  /** Where to search; the root unless a reader knows better. */
  protected Path folder(Path root) {
    return root;
  }

  @Override
  public final CorpusListing read(Path root) {
    AudioFiles files = AudioFiles.under(folder(root));
    Map<String, CorpusClip> clips = new TreeMap<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (ClipName name : files.clips()) {
      Optional<CorpusClip> clip = recognise(name);
      if (clip.isEmpty()) {
        leftOut.add(
            new LeftOut(
                name.name(),
                LeftOut.Reason.NAME,
                "Expected a name such as " + naming() + ", found " + name.name() + "."));
        continue;
      }
      CorpusClip first = clips.putIfAbsent(clip.get().key(), clip.get());
      if (first != null) {
        leftOut.add(
            new LeftOut(
                name.name(),
                LeftOut.Reason.REPEATED,
                "The clip " + first.key() + " was already found at " + first.file() + "."));
      }
    }
    leftOut.sort(Comparator.comparing(LeftOut::file));
    return new CorpusListing(List.copyOf(clips.values()), leftOut, files.others());
  }
}
