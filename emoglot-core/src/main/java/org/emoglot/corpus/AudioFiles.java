package org.emoglot.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
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
import org.emoglot.audio.AudioFormat;
import org.emoglot.audio.AudioHead;
import org.emoglot.io.PathText;

/**
 * The audio files below a folder, in a fixed order.
 *
 * <p>What a file holds is decided by its content. A file with an audio ending is a clip in any
 * case, so that one that cannot be decoded is reported as such; a file with another ending is one
 * if its first bytes are audio.
 *
 * @param clips name and place of every clip, sorted by name
 * @param otherFiles skipped files, sorted: files without audio, and hidden files such as the {@code
 *     ._x.wav} that macOS leaves
 * @param passedOver the same with the reasons, and with the folders that were not searched
 */
public record AudioFiles(List<ClipName> clips, List<Path> otherFiles, List<PassedOver> passedOver) {

  /** File endings of audio, in lower case; for a video its sound is used. */
  public static final Set<String> ENDINGS = AudioFormat.allEndings();

  /** The folder for hidden files in macOS archives. */
  private static final String MAC_ARCHIVE_FOLDER = "__MACOSX";

  public AudioFiles {
    clips = List.copyOf(clips);
    otherFiles = List.copyOf(otherFiles);
    passedOver = List.copyOf(passedOver);
  }

  /** The number of skipped files. */
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
      throw new UncheckedIOException("Cannot list " + root + ": " + e.getMessage(), e);
    }
    walk.clips.sort(
        Comparator.comparing(ClipName::name).thenComparing(clip -> clip.file().toString()));
    walk.others.sort(Comparator.naturalOrder());
    walk.passedOver.sort(Comparator.comparing(PassedOver::file));
    return new AudioFiles(walk.clips, walk.others, walk.passedOver);
  }

  private static final class Walk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final List<ClipName> clips = new ArrayList<>();
    private final List<Path> others = new ArrayList<>();
    private final List<PassedOver> passedOver = new ArrayList<>();

    Walk(Path root) {
      this.root = root;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      String name = folder.equals(root) ? "" : folder.getFileName().toString();
      if (name.startsWith(".") || name.equals(MAC_ARCHIVE_FOLDER)) {
        String reason = name.startsWith(".") ? "a hidden folder" : "a folder of the macOS archiver";
        passedOver.add(
            new PassedOver(PathText.readable(root.relativize(folder)) + PassedOver.FOLDER, reason));
        return FileVisitResult.SKIP_SUBTREE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String reason = isAudio(file) ? "" : whyNot(file);
      if (reason.isEmpty()) {
        clips.add(ClipName.of(root, file));
      } else {
        others.add(file);
        note(file, reason);
      }
      return FileVisitResult.CONTINUE;
    }

    /** Why a file without an audio ending is no clip; empty if it is one. */
    private String whyNot(Path file) {
      if (file.getFileName().toString().startsWith(".")) {
        return "hidden";
      }
      if (!Files.isRegularFile(file)) {
        return "not a regular file";
      }
      try {
        return AudioHead.behindTags(file).format().isPresent()
            ? ""
            : Files.size(file) == 0 ? "empty" : "no audio inside";
      } catch (IOException e) {
        return unreadable(e);
      }
    }

    /** A cycle of links or an unreadable file: skipped, and counted. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      others.add(file);
      note(file, e instanceof FileSystemLoopException ? "a cycle of links" : unreadable(e));
      return FileVisitResult.CONTINUE;
    }

    private static String unreadable(IOException e) {
      return e instanceof AccessDeniedException
          ? "no permission to read"
          : "unreadable: " + e.getClass().getSimpleName();
    }

    private void note(Path file, String reason) {
      passedOver.add(new PassedOver(PathText.readable(root.relativize(file)), reason));
    }
  }
}
