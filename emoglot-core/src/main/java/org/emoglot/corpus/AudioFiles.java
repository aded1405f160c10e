package org.emoglot.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.emoglot.InvalidInputException;

/**
 * The audio files below a folder, in a fixed order.
 *
 * <p>An ending only tells that a file is worth a look: what it holds is decided by its content,
 * when it is decoded.
 *
 * @param clips name and place of every file with an audio ending, sorted by name
 * @param otherFiles files that were passed over, sorted: other endings, and hidden files such as
 *     the {@code ._x.wav} that macOS leaves
 */
public record AudioFiles(List<ClipName> clips, List<Path> otherFiles) {

  /** File endings that are taken for audio, in lower case; of a film the sound is heard. */
  public static final Set<String> ENDINGS =
      Set.of(
          "wav", "wave", "flac", "aif", "aiff", "aifc", "mp3", "ogg", "oga", "opus", "webm", "m4a",
          "mp4");

  /** The folder in which macOS archives keep what is not theirs to show. */
  private static final String MAC_ARCHIVE_FOLDER = "__MACOSX";

  public AudioFiles {
    clips = List.copyOf(clips);
    otherFiles = List.copyOf(otherFiles);
  }

  /** How many files were passed over. */
  public int others() {
    return otherFiles.size();
  }

  /** Those of the other files that have this name, in any case. */
  public List<Path> otherFiles(String name) {
    return otherFiles.stream()
        .filter(file -> file.getFileName().toString().equalsIgnoreCase(name))
        .toList();
  }

  /** Whether a file is visible and has an audio ending, in any case. */
  public static boolean isAudio(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
  }

  /**
   * Looks through a folder and all below it, following links.
   *
   * @throws InvalidInputException if it is not a folder
   */
  public static AudioFiles under(Path root) {
    if (!Files.isDirectory(root)) {
      throw new InvalidInputException(
          "Expected a folder with audio files at "
              + root
              + ", found "
              + (Files.exists(root) ? "a file" : "nothing")
              + " there.");
    }
    Walk walk = new Walk(root);
    try {
      Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look through " + root + ": " + e.getMessage(), e);
    }
    walk.clips.sort(
        Comparator.comparing(ClipName::name).thenComparing(clip -> clip.file().toString()));
    walk.others.sort(Comparator.naturalOrder());
    return new AudioFiles(walk.clips, walk.others);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<ClipName> clips = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.equals(root) ? "" : folder.getFileName().toString();
      return name.startsWith(".") || name.equals(MAC_ARCHIVE_FOLDER)
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      if (isAudio(file)) {
        clips.add(ClipName.of(root, file));
      } else {
        others.add(file);
      }
      return FileVisitResult.CONTINUE;
    }

    /** A loop of links or an unreadable file: passed over, and counted. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      others.add(file);
      return FileVisitResult.CONTINUE;
    }
  }
}
