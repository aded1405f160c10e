package org.emoglot.corpus;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A reader of a corpus whose file names contain all information. A corpus only implements one
 * method, from a name to a clip.
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
   * The clip of a corpus whose stems are unique and contain all information.
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

  /** Why a file is no clip of the corpus. */
  protected LeftOut unrecognised(ClipName name) {
    return new LeftOut(
        name.name(),
        LeftOut.Reason.NAME,
        "Expected a name such as " + naming() + ", found " + name.name() + ".");
  }

  /**
   * Adds information from a table beside the audio; by default nothing.
   *
   * @param root the corpus's folder
   */
  protected CorpusListing complete(Path root, CorpusListing listing) {
    return listing;
  }

  @Override
  public final CorpusListing read(Path root) {
    AudioFiles files = AudioFiles.under(folder(root));
    ListingBuilder listing = new ListingBuilder();
    for (ClipName name : files.clips()) {
      recognise(name)
          .ifPresentOrElse(
              clip -> listing.add(name.name(), clip), () -> listing.leave(unrecognised(name)));
    }
    listing.passOver(files.passedOver());
    return complete(root, listing.build());
  }
}
