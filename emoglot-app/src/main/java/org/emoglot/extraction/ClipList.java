package org.emoglot.extraction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.audio.ClipAudio;
import org.emoglot.corpus.AudioFiles;
import org.emoglot.corpus.ClipName;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.io.PathText;
import org.emoglot.io.Sha256;

/**
 * The clips of an extraction, in the order of the question.
 *
 * @param clips each once
 * @param empty folders without clips
 * @param rows those of the manifests among them
 */
public record ClipList(List<Clip> clips, List<Skipped> empty, List<Utterance> rows) {

  private static final String MANIFEST_ENDING = ".csv";

  public ClipList {
    clips = List.copyOf(clips);
    empty = List.copyOf(empty);
    rows = List.copyOf(rows);
  }

  /**
   * Finds the clips. An utterance of a manifest has its own id; a file below a folder its path
   * there, and any other file its name, both without ending. A file that is named twice counts
   * once.
   *
   * @param paths audio files, folders, and manifests (.csv)
   * @throws org.emoglot.InvalidInputException if a manifest cannot be read
   */
  public static ClipList of(List<Path> paths) {
    Search search = new Search();
    paths.forEach(search::add);
    return new ClipList(search.clips, search.empty, search.rows);
  }

  /** SHA-256 of ids, tags, absolute paths, passages and sizes: equal lists are the same work. */
  String hash() {
    return Sha256.of(
        clips.stream()
            .map(
                clip ->
                    "%s\t%s\t%s\t%d"
                        .formatted(
                            clip.id(),
                            clip.tags(),
                            clip.audio().in(absolute(clip.file())),
                            size(clip.file())))
            .collect(Collectors.joining("\n")));
  }

  private static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1; // the reader will say what is wrong with it
    }
  }

  private static final class Search {
    private final List<Clip> clips = new ArrayList<>();
    private final List<Skipped> empty = new ArrayList<>();
    private final List<Utterance> rows = new ArrayList<>();
    private final ClipNames names = new ClipNames();
    private final Set<String> seen = new HashSet<>();

    void add(Path named) {
      Path path = PathText.existing(named);
      if (Files.isDirectory(path)) {
        addFolder(path);
      } else if (path.toString().toLowerCase(Locale.ROOT).endsWith(MANIFEST_ENDING)) {
        Manifest.read(path).utterances().forEach(this::add);
      } else {
        add(ClipName.of(path.resolveSibling(""), path).stem(), path);
      }
    }

    private void addFolder(Path folder) {
      AudioFiles found = AudioFiles.under(folder);
      found.clips().forEach(clip -> add(clip.name(), clip.file()));
      if (found.clips().isEmpty()) {
        empty.add(
            new Skipped(
                folder.toString(),
                Skipped.Reason.NO_AUDIO,
                "Expected audio files below %s, found none among %d files."
                    .formatted(folder, found.others())));
      }
    }

    private void add(String name, Path file) {
      if (seen.add(absolute(file).toString())) {
        add(name, ClipAudio.whole(file), Clip.Tags.NONE);
      }
    }

    private void add(Utterance utterance) {
      if (seen.add(utterance.id() + "\n" + absolute(utterance.path()))) {
        rows.add(utterance);
        add(
            utterance.id(),
            utterance.audio(),
            new Clip.Tags(
                utterance.corpus(),
                utterance.language().code(),
                utterance.speaker(),
                utterance.label(),
                utterance.split().id()));
      }
    }

    private void add(String name, ClipAudio audio, Clip.Tags tags) {
      String id = names.id(name);
      clips.add(new Clip(id, audio, names.file(id), tags));
    }
  }
}
