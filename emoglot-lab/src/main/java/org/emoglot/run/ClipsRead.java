package org.emoglot.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.data.Utterance;
import org.emoglot.io.Sha256;

/**
 * The audio that a finished run has read: a later request for the same run may have manifests that
 * point elsewhere. The files are known by size, time and place on their disk, so that nothing is
 * read again where nothing was touched.
 *
 * @param files SHA-256 over these, of all clips
 * @param samples SHA-256 over the samples of all clips
 */
record ClipsRead(String files, String samples) {

  private static final String ABSENT = "absent";

  /**
   * Notes what a run has read.
   *
   * @param samples SHA-256 of the samples of each, by id
   */
  static ClipsRead of(Collection<Utterance> clips, Map<String, String> samples) {
    return new ClipsRead(
        files(clips),
        Sha256.of(
            sorted(clips).stream()
                .map(clip -> clip.id() + "\n" + samples.getOrDefault(clip.id(), ABSENT))
                .collect(Collectors.joining("\n"))));
  }

  /**
   * Refuses clips with other samples. Reads them only where the files are not those of then, and
   * not where some are gone.
   *
   * @param source where they are read from
   * @param folder of the run, for the message
   * @return what could not be compared, in a sentence
   */
  Optional<String> compare(Collection<Utterance> clips, AudioSource source, Path folder) {
    if (files.equals(files(clips))) {
      return Optional.empty();
    }
    List<Utterance> gone = clips.stream().filter(clip -> !Files.exists(clip.path())).toList();
    if (!gone.isEmpty()) {
      return Optional.of(
          "%d clips of this run are missing, such as %s, so their audio was not compared."
              .formatted(gone.size(), gone.get(0).path()));
    }
    Map<String, String> now =
        clips.stream()
            .collect(
                Collectors.toMap(
                    Utterance::id, clip -> Sha256.of(source.read(clip.audio()).samples())));
    if (!of(clips, now).samples().equals(samples)) {
      throw new InvalidInputException(
          "Expected rows in the manifests with the audio that the finished run in %s has read, found other samples: choose another --out."
              .formatted(folder));
    }
    return Optional.empty();
  }

  private static String files(Collection<Utterance> clips) {
    return Sha256.of(
        sorted(clips).stream()
            .map(clip -> clip.id() + "\n" + passage(clip.audio()) + "\n" + state(clip.path()))
            .collect(Collectors.joining("\n")));
  }

  private static List<Utterance> sorted(Collection<Utterance> clips) {
    return clips.stream().sorted(Comparator.comparing(Utterance::id)).toList();
  }

  private static String passage(ClipAudio clip) {
    return "%s %s %s".formatted(clip.start(), clip.end(), clip.conditioning().id());
  }

  private static String state(Path file) {
    if (!Files.exists(file)) {
      return ABSENT;
    }
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return "%d %s %s".formatted(found.size(), found.lastModifiedTime(), found.fileKey());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
