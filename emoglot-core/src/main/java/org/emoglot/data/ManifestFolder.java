package org.emoglot.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;

/**
 * All manifests of a folder.
 *
 * @param manifests file name to manifest, sorted by name; ids are distinct over all of them
 */
public record ManifestFolder(SortedMap<String, Manifest> manifests) {

  /**
   * Reads every visible {@code *.csv} of a folder.
   *
   * @throws InvalidInputException if there is none, one is not a manifest, or two hold the same
   *     utterance
   */
  public static ManifestFolder read(Path folder) {
    SortedMap<String, Manifest> manifests = new TreeMap<>();
    for (Path file : csvFiles(folder)) {
      manifests.put(file.getFileName().toString(), Manifest.read(file));
    }
    if (manifests.isEmpty()) {
      throw new InvalidInputException(
          "Expected manifests (*.csv) in "
              + folder
              + ", found none; 'emoglot prepare' writes them.");
    }
    Map<String, String> fileOfId = new HashMap<>();
    manifests.forEach(
        (name, manifest) -> {
          for (Utterance utterance : manifest.utterances()) {
            String first = fileOfId.put(utterance.id(), name);
            if (first != null) {
              throw new InvalidInputException(
                  "Expected every utterance in one manifest of %s, found %s in %s and %s."
                      .formatted(folder, utterance.id(), first, name));
            }
          }
        });
    return new ManifestFolder(manifests);
  }

  /** All utterances. */
  public Manifest all() {
    return Manifest.merge(manifests.values());
  }

  /** File name to {@link Manifest#fingerprint()}, for a run's record. */
  public SortedMap<String, String> fingerprints() {
    SortedMap<String, String> fingerprints = new TreeMap<>();
    manifests.forEach((name, manifest) -> fingerprints.put(name, manifest.fingerprint()));
    return fingerprints;
  }

  /** Utterances of all manifests with identical audio, by the manifests only. */
  public List<IdenticalAudio> identicalAudio() {
    return IdenticalAudio.among(all().utterances());
  }

  private static List<Path> csvFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          "Expected a folder with manifests at " + folder + ", found none there.");
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(file -> file.getFileName().toString().endsWith(".csv"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
    }
  }
}
