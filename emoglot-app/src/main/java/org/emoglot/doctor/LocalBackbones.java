package org.emoglot.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.io.Json;

/**
 * The pretrained encoders on this machine: folders with a {@code config.json} of a family that can
 * be read, and its weights, in the folder of backbones and in the cache of Hugging Face.
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
          .filter(file -> file.endsWith("config.json"))
          .filter(LocalBackbones::isBackbone)
          .map(Path::getParent)
          .filter(LocalBackbones::hasWeights)
          .sorted()
          .toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of(); // not readable, so of no use
    }
  }

  private static boolean isBackbone(Path config) {
    try {
      JsonNode type = Json.read(config).path("model_type");
      return EncoderFamily.allModelTypes().contains(type.asText());
    } catch (InvalidInputException e) {
      return false;
    }
  }

  private static boolean hasWeights(Path folder) {
    return Stream.of(
            "model.safetensors",
            "model.safetensors.index.json",
            "pytorch_model.bin",
            "pytorch_model.bin.index.json")
        .map(folder::resolve)
        .anyMatch(Files::exists);
  }
}
