package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.BundledModel;
import org.emoglot.doctor.LocalBackbones;
import org.emoglot.doctor.Surroundings;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.experiment.BuiltIn;
import org.emoglot.hub.HubClient;

/**
 * A model that can be named on the command line.
 *
 * @param name as {@code --backbone} or {@code --model} takes it
 * @param kind where it comes from
 * @param family the {@code model_type} of its encoder, or what it is
 * @param millionParameters 0 where this is not known without reading it
 * @param languages 0 where it is not known
 * @param licence empty where it is not known
 * @param heard empty where it is not known
 * @param folder where it lies, empty if it is not here
 */
record NamedModel(
    String name,
    Kind kind,
    String family,
    int millionParameters,
    int languages,
    String licence,
    String heard,
    String folder) {

  /** Where a model comes from. */
  enum Kind {
    /** The model that answers without being named. */
    BUNDLED,
    /** An encoder that training draws from the seed. */
    BUILT_IN,
    /** A folder of EMOGLOT_BACKBONES. */
    FOLDER,
    /** A repository of the hub. */
    HUB;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** Every model that can be named, those that are here first. */
  static List<NamedModel> all(Surroundings surroundings) {
    List<NamedModel> models = new ArrayList<>();
    bundled().ifPresent(models::add);
    for (BuiltIn one : BuiltIn.values()) {
      models.add(new NamedModel(one.id(), Kind.BUILT_IN, one.id(), 0, 0, "", "nothing", ""));
    }
    Map<String, Path> downloaded = new TreeMap<>();
    for (Path folder : LocalBackbones.of(surroundings)) {
      Optional<String> repository = HubClient.repositoryOf(folder);
      if (repository.isPresent()) {
        downloaded.put(repository.get(), folder);
      } else {
        models.add(
            new NamedModel(
                folder.toString(), Kind.FOLDER, family(folder), 0, 0, "", "", folder.toString()));
      }
    }
    for (KnownModel known : KnownModel.all()) {
      Path folder = downloaded.remove(known.id());
      models.add(
          new NamedModel(
              known.id(),
              Kind.HUB,
              known.family(),
              known.millionParameters(),
              known.languages(),
              known.licence(),
              known.heard(),
              folder == null ? "" : folder.toString()));
    }
    downloaded.forEach(
        (id, folder) ->
            models.add(
                new NamedModel(id, Kind.HUB, family(folder), 0, 0, "", "", folder.toString())));
    return models;
  }

  private static Optional<NamedModel> bundled() {
    try {
      Path folder = BundledModel.folder();
      return Optional.of(
          new NamedModel(
              String.valueOf(folder.getFileName()),
              Kind.BUNDLED,
              "emotion model",
              0,
              0,
              "research only",
              "see its README.md",
              folder.toString()));
    } catch (InvalidInputException e) {
      return Optional.empty(); // a library without its model
    }
  }

  private static String family(Path folder) {
    return EncoderFolder.modelType(folder);
  }
}
