package org.emoglot.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;

/**
 * The pretrained encoders on this machine: folders with the configuration of a family that can be
 * read, and its weights, in the folder of backbones and in the cache of Hugging Face.
 */
public final class LocalBackbones {

  /** The hub's cache: {@code models--<owner>--<name>/snapshots/<revision>/config.json}. */
  private static final int DEPTH_IN_CACHE = 4;

  private static final int DEPTH_IN_FOLDER = 3;

  private LocalBackbones() {}

  /** Their folders: first those in the folder of backbones, then those in the cache. */
  public static List<Path> of(Surroundings surroundings) {
    List<Path> found = new ArrayList<>(modelsUnder(surroundings.backbones(), DEPTH_IN_FOLDER));
    Path cache =
        surroundings
            .variable("HF_HOME")
            .map(Path::of)
            .orElse(surroundings.userHome().resolve(".cache/huggingface"))
            .resolve("hub");
    found.addAll(modelsUnder(cache, DEPTH_IN_CACHE));
    return found;
  }

  private static List<Path> modelsUnder(Path root, int depth) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(root, depth)) {
      return files
          .filter(file -> file.endsWith("config.json") || file.endsWith("config.yaml"))
          .map(Path::getParent)
          .distinct()
          .filter(LocalBackbones::isBackbone)
          .filter(Weights::isIn)
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // not readable, so of no use
    }
  }

  private static boolean isBackbone(Path folder) {
    try {
      return EncoderFamily.allModelTypes().contains(EncoderFolder.modelType(folder));
    } catch (InvalidInputException e) {
      return false;
    }
  }
}
