package org.emoglot.classifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.LogitShift;

/**
 * A saved model that was adapted to recordings without labels: config.json with the shift of its
 * logits, the names of the recordings, and the folder and hash of the model that it was made of; a
 * model card; and the list of all clips that either has heard. The weights stay in the other model.
 */
public final class AdaptedFolder {

  private static final String MODEL_TYPE = "emoglot-adapted";
  private static final String CONFIG = "config.json";
  private static final String ADAPTED = "adapted";

  private AdaptedFolder() {}

  /**
   * What an adapted model is made of.
   *
   * @param base absolute path of the model, a folder or an exported file
   * @param besideIt the same path seen from that of the adapted model, should both be moved; empty
   *     where there is no such path
   * @param sha256 of the base, see {@link #sha256}
   * @param shift of its logits
   * @param clips names and SHA-256 of the samples of the recordings, whether they hold speech or
   *     not
   */
  public record Content(
      String base, String besideIt, String sha256, LogitShift shift, List<Heard> clips) {

    public Content {
      clips = List.copyOf(clips);
    }

    /**
     * A recording that was heard without a label.
     *
     * @param clip its name
     * @param sha256 of its samples at the rate of the model; empty where it was not taken
     */
    public record Heard(String clip, String sha256) {}
  }

  /** Whether a folder holds an adapted model. */
  public static boolean isAdapted(Path folder) {
    Path file = folder.resolve(CONFIG);
    return Files.isRegularFile(file)
        && Json.read(file).path("model_type").asText().equals(MODEL_TYPE);
  }

  /**
   * Writes one; the folder appears whole, in the place of one that was there.
   *
   * @param base a model that is not adapted itself, a folder or an exported file
   * @param heard the clips that it has heard
   * @param sample the recordings, with what identifies each
   * @param card the model card, Markdown
   */
  public static void save(
      Path base,
      LabelSet labels,
      LogitShift shift,
      HeardClips heard,
      List<ClipPrint> sample,
      String card,
      Path folder) {
    Path absolute = base.toAbsolutePath().normalize();
    Path target = folder.toAbsolutePath().normalize();
    Content content =
        new Content(
            absolute.toString(),
            absolute.getRoot() != null && absolute.getRoot().equals(target.getRoot())
                ? target.relativize(absolute).toString()
                : "",
            sha256(base),
            shift,
            sample.stream().map(clip -> new Content.Heard(clip.id(), clip.sha256())).toList());
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("model_type", MODEL_TYPE);
    Map<String, String> names = new LinkedHashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      names.put(String.valueOf(k), labels.name(k));
    }
    config.put("id2label", names);
    HeardDeclaration declared = declared(base);
    if (!declared.equals(HeardDeclaration.UNDECLARED)) {
      config.put(HeardDeclaration.KEY, declared.toJson());
      config.put(HeardDeclaration.IS_ALL_KEY, declared.declared());
    }
    config.put(ADAPTED, content);
    AtomicFolders.write(
        folder,
        temporary -> {
          Json.write(temporary.resolve(CONFIG), config);
          AtomicFiles.writeString(temporary.resolve("README.md"), card);
          heard.and(sample.stream().filter(ClipPrint::isKnown).toList()).write(temporary);
        });
  }

  /** An exported file has no config.json. */
  private static HeardDeclaration declared(Path base) {
    return Files.exists(base.resolve(CONFIG))
        ? HeardDeclaration.of(Json.read(base.resolve(CONFIG)))
        : HeardDeclaration.UNDECLARED;
  }

  /**
   * What an adapted model is made of.
   *
   * @throws InvalidInputException if its config.json is damaged
   */
  public static Content read(Path folder) {
    Path file = folder.resolve(CONFIG);
    JsonNode json = Json.read(file).path(ADAPTED);
    return Json.record(file, json, Content.class, "adapt the model again");
  }

  /**
   * The model that an adapted one was made of: where it was then, or where it lies if both folders
   * were moved together, or the bundled model, if it was that one.
   *
   * @throws InvalidInputException if it is at neither place, or is another one now
   */
  public static Path base(Path folder) {
    Content content = read(folder);
    Path base =
        Stream.of(Path.of(content.base()), folder.resolve(content.besideIt()).normalize())
            .filter(Files::exists)
            .findFirst()
            .or(() -> bundled(content.sha256()))
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "Expected the model that %s was adapted from in %s, found nothing there: put it back, or adapt again."
                            .formatted(folder, content.base())));
    String found = sha256(base);
    if (!found.equals(content.sha256())) {
      throw new InvalidInputException(
          "Expected the model that %s was adapted from (SHA-256 %.12s) in %s, found another (%.12s): put it back, or adapt again."
              .formatted(folder, content.sha256(), base, found));
    }
    return base;
  }

  private static Optional<Path> bundled(String sha256) {
    return BundledModel.find().filter(folder -> sha256(folder).equals(sha256));
  }

  /** Opens the model that it was made of, and shifts its logits. */
  static Scorer open(Path folder, ScorerOptions options) {
    Scorer base = Scorers.open(base(folder), options);
    try {
      return new ShiftedScorer(base, shift(folder, base.labels()));
    } catch (InvalidInputException e) {
      base.close();
      throw e;
    }
  }

  /**
   * The shift of the logits of a model with these labels.
   *
   * @throws InvalidInputException if config.json is damaged, or is that of another number of labels
   */
  public static LogitShift shift(Path folder, LabelSet labels) {
    LogitShift shift = read(folder).shift();
    if (shift.values().length != labels.size()) {
      throw new InvalidInputException(
          "Expected %d numbers for the shift in %s, found %d: adapt the model again."
              .formatted(labels.size(), folder.resolve(CONFIG), shift.values().length));
    }
    return shift;
  }

  /** SHA-256 of all files of a model but its card and its provenance, by their names. */
  public static String sha256(Path model) {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(model)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".md") && !name.equals("provenance.json")) {
          lines.add(model.relativize(file).toString().replace('\\', '/') + "\t" + Sha256.of(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + model + ": " + e.getMessage(), e);
    }
    return Sha256.of(String.join("\n", lines));
  }
}
