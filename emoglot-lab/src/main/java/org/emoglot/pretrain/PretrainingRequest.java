package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.RunSettings;

/**
 * What to pretrain, and on what.
 *
 * @param utterances the rows of manifests, of all languages; may be empty
 * @param manifestFingerprints SHA-256 by manifest name, for the record
 * @param folders unlabelled speech without a manifest
 * @param excluded languages whose clips must not be opened
 * @param backbone {@link #MINI}, a folder to continue from, or a config.json for a random encoder
 *     from the seed
 * @param settings everything that can be set
 * @param seed of everything random
 * @param out folder of the run
 */
public record PretrainingRequest(
    List<Utterance> utterances,
    Map<String, String> manifestFingerprints,
    List<SpeechFolder> folders,
    Set<Language> excluded,
    String backbone,
    PretrainingSettings settings,
    long seed,
    Path out) {

  /** Names the built-in small encoder, drawn from the seed. */
  public static final String MINI = "mini";

  public PretrainingRequest {
    utterances = List.copyOf(utterances);
    manifestFingerprints = Map.copyOf(manifestFingerprints);
    folders = List.copyOf(folders);
    excluded = Set.copyOf(excluded);
    if (utterances.isEmpty() && folders.isEmpty()) {
      throw new InvalidInputException(
          "Expected manifests or folders of speech to pretrain on, found neither.");
    }
    for (SpeechFolder folder : folders) {
      if (folder.language().equals(SpeechFolder.UNDETERMINED) && !excluded.isEmpty()) {
        throw new InvalidInputException(
            "Expected the language of every folder, since languages are excluded, found '%s' for %s: name its language, or leave it out."
                .formatted(SpeechFolder.UNDETERMINED, folder.folder()));
      }
    }
  }

  /** The settings that act. */
  RunSettings acting() {
    return RunSettings.of(settings, backbone.equals(MINI) ? List.of() : List.of(MINI));
  }

  /** The rows that are listened to: without the test splits and the excluded languages. */
  List<Utterance> manifested() {
    return utterances.stream()
        .filter(u -> !excluded.contains(u.language()) && u.split() != Split.TEST)
        .toList();
  }

  /** The folders of excluded languages. */
  List<SpeechFolder> withheldFolders() {
    return folders.stream().filter(folder -> excluded.contains(folder.language())).toList();
  }

  /** The folders that are listened to. */
  List<SpeechFolder> audibleFolders() {
    return folders.stream().filter(folder -> !excluded.contains(folder.language())).toList();
  }
}
