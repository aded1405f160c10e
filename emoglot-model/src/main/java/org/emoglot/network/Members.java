package org.emoglot.network;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.HeardDeclaration;

/**
 * Saved models that can be joined to a committee: with one set of labels, trained on the same
 * corpora, but with weights of their own. Their layouts may differ, and so may what their encoders
 * were pretrained on.
 *
 * @param folders at least two
 * @param labels of all of them
 * @param heard what any of them has heard
 * @param hashes SHA-256 of the weights of each
 */
public record Members(
    List<Path> folders, LabelSet labels, HeardDeclaration heard, List<String> hashes) {

  public Members {
    folders = List.copyOf(folders);
    hashes = List.copyOf(hashes);
  }

  /**
   * Looks at saved models.
   *
   * @throws InvalidInputException if there are fewer than two, one of them is not a model, is a
   *     committee or has only adapters, or two of them do not belong together
   */
  public static Members of(List<Path> folders) {
    if (folders.size() < 2) {
      throw new InvalidInputException(
          "Expected two or more models to join, found %d: name them as --models a,b,c."
              .formatted(folders.size()));
    }
    List<ModelConfig> configs = new ArrayList<>();
    List<String> hashes = new ArrayList<>();
    for (Path folder : folders) {
      ModelConfig config = ModelFolder.config(folder);
      if (!config.storesBackbone()) {
        throw new InvalidInputException(
            "Expected models that contain their encoders, found one with only adapters in %s: join fully trained models."
                .formatted(folder));
      }
      configs.add(config);
      hashes.add(ModelFolder.sha256(folder));
    }
    for (int i = 1; i < folders.size(); i++) {
      requireAlike(folders.get(0), configs.get(0), folders.get(i), configs.get(i));
    }
    requireDistinct(folders, hashes);
    return new Members(folders, configs.get(0).labels(), heard(configs), hashes);
  }

  private static void requireAlike(Path first, ModelConfig one, Path folder, ModelConfig other) {
    requireSame("labels", first, one.labels().names(), folder, other.labels().names());
    requireSame("heard corpora with labels", first, heard(one), folder, heard(other));
  }

  private static void requireSame(
      String what, Path first, Object wanted, Path folder, Object found) {
    if (!wanted.equals(found)) {
      throw new InvalidInputException(
          "Expected the %s of %s in %s as well, found %s instead of %s: join models that were trained on the same corpora."
              .formatted(what, first, folder, found, wanted));
    }
  }

  private static void requireDistinct(List<Path> folders, List<String> hashes) {
    for (int i = 0; i < hashes.size(); i++) {
      int first = hashes.indexOf(hashes.get(i));
      if (first < i) {
        throw new InvalidInputException(
            "Expected models with different weights, found the same in %s and %s: train them with different seeds."
                .formatted(folders.get(first), folders.get(i)));
      }
    }
  }

  /** In words, for comparing and for errors; what was heard without labels may differ. */
  private static Object heard(ModelConfig config) {
    return config.heard().heard().stream()
        .filter(HeardCorpus::labelled)
        .map(item -> "%s (%s)".formatted(item.corpus(), item.language()))
        .sorted()
        .toList();
  }

  private static HeardDeclaration heard(List<ModelConfig> configs) {
    Set<HeardCorpus> all = new LinkedHashSet<>();
    configs.forEach(config -> all.addAll(config.heard().heard()));
    boolean declared = configs.stream().allMatch(config -> config.heard().declared());
    return new HeardDeclaration(declared, List.copyOf(all));
  }
}
