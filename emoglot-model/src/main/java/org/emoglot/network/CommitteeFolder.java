package org.emoglot.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.Json;
import org.emoglot.unlabelled.SourceLogits;

/**
 * A saved committee: config.json, README.md (the model card), provenance.json, and the folder
 * {@code members} with an ordinary saved model for each member, which holds its encoder.
 */
public final class CommitteeFolder {

  private static final String MEMBERS = "members";

  private CommitteeFolder() {}

  /** Whether a folder's config.json is that of a committee. */
  public static boolean isCommittee(Path folder) {
    return ConfigFile.isOf(CommitteeConfig.MODEL_TYPE, folder);
  }

  /**
   * Writes a committee; the folder appears whole, in the place of one that was there. The members'
   * files are copied as they are.
   *
   * @param confidence of the common answers
   * @param source how they answer the training languages
   * @param card the model card, Markdown
   * @param provenance what made the committee, written as JSON
   */
  public static void save(
      Members members,
      Confidence confidence,
      SourceLogits source,
      String card,
      Object provenance,
      Path folder) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < members.folders().size(); i++) {
      names.add(MEMBERS + "/" + i);
    }
    CommitteeConfig config =
        new CommitteeConfig(members.labels(), names, members.heard(), confidence, source);
    AtomicFolders.write(
        folder,
        temporary -> {
          for (int i = 0; i < names.size(); i++) {
            copy(members.folders().get(i), temporary.resolve(names.get(i)));
          }
          AtomicFiles.writeString(temporary.resolve(ModelFolder.CARD), card);
          Json.write(temporary.resolve(ModelFolder.PROVENANCE), provenance);
          Json.write(temporary.resolve(EncoderFolder.CONFIG_FILE), config.toJson());
        });
  }

  /** Copies the files of a model, and no others beside them. */
  private static void copy(Path from, Path to) {
    try {
      Files.createDirectories(to);
      for (String name :
          List.of(
              EncoderFolder.CONFIG_FILE,
              EncoderFolder.PREPROCESSOR_FILE,
              ModelFolder.FULL_WEIGHTS,
              ModelFolder.CARD,
              ModelFolder.PROVENANCE,
              HeardClips.FILE)) {
        if (Files.exists(from.resolve(name))) {
          Files.copy(from.resolve(name), to.resolve(name));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + from + ": " + e.getMessage(), e);
    }
  }

  /**
   * Loads a committee.
   *
   * @throws InvalidInputException if a file of it is missing or damaged, or its members tell other
   *     emotions apart than it says
   */
  static CommitteeScorer load(Path folder) {
    CommitteeConfig config = CommitteeConfig.read(folder);
    return new CommitteeScorer(
        load(folders(folder, config), config.labels()),
        config::confidence,
        config::source,
        config.heard());
  }

  /**
   * Loads models as one committee.
   *
   * @throws InvalidInputException if one cannot be loaded or has other labels
   */
  public static Committee load(List<Path> folders, LabelSet labels) {
    List<EmotionNetwork> networks = new ArrayList<>();
    try {
      for (Path member : folders) {
        networks.add(ModelFolder.load(member));
        LabelSet found = networks.get(networks.size() - 1).labels();
        if (!found.equals(labels)) {
          throw new InvalidInputException(
              "Expected the labels %s of the committee in its member %s, found %s."
                  .formatted(labels.names(), member, found.names()));
        }
      }
      return new Committee(networks);
    } catch (RuntimeException e) {
      networks.forEach(EmotionNetwork::close);
      throw e;
    }
  }

  private static List<Path> folders(Path folder, CommitteeConfig config) {
    return config.members().stream().map(folder::resolve).toList();
  }

  /** The clips that a saved model has heard; for a committee, those of its members. */
  public static HeardClips heardClips(Path folder) {
    return isCommittee(folder)
        ? folders(folder, CommitteeConfig.read(folder)).stream()
            .map(HeardClips::read)
            .reduce(HeardClips.NONE, HeardClips::and)
        : HeardClips.read(folder);
  }

  /** The files with the weights of a saved model, of each member where it is a committee. */
  public static List<Path> weights(Path folder) {
    return (isCommittee(folder)
            ? folders(folder, CommitteeConfig.read(folder)).stream()
            : Stream.of(folder))
        .flatMap(model -> ModelFolder.weights(model).stream())
        .toList();
  }
}
