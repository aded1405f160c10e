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
 * read, and its weights, and files that take the place of one, in the folder of backbones and in
 * the cache of Hugging Face.
 */
public final class LocalBackbones {

  /** The hub's cache: {@code models--<owner>--<name>/snapshots/<revision>/config.json}. */
  private static final int DEPTH_IN_CACHE = 4;

  private static final int DEPTH_IN_FOLDER = 3;

  private LocalBackbones() {}

  /** Where they are: first those in the folder of backbones, then those in the cache. */
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
          .flatMap(LocalBackbones::candidate)
          .distinct()
          .filter(LocalBackbones::isBackbone)
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // not readable, so of no use
    }
  }

  /** What a file may be a sign of: the folder that it describes, or itself. */
  private static Stream<Path> candidate(Path file) {
    if (file.endsWith("config.json") || file.endsWith("config.yaml")) {
      return Stream.of(file.getParent());
    }
    return file.toString().endsWith(".pt") ? Stream.of(file) : Stream.empty();
  }

  private static boolean isBackbone(Path path) {
    try {
      return Files.isDirectory(path)
          ? EncoderFamily.allModelTypes().contains(EncoderFolder.modelType(path))
              && Weights.isIn(path)
          : EncoderFolder.published(path).isPresent();
    } catch (InvalidInputException e) {
      return false;
    }
  }
}
