package org.emoglot.corpus.emobox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.CommonLabels;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.CorpusReader;
import org.emoglot.corpus.DataFiles;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.LenientText;
import org.emoglot.corpus.ListingBuilder;
import org.emoglot.corpus.NamedAudio;
import org.emoglot.corpus.PartNames;
import org.emoglot.corpus.TableLength;
import org.emoglot.corpus.UnnamedFiles;
import org.emoglot.data.Gender;
import org.emoglot.io.Json;

/** Reads JSON lines; a file whose name says train, valid or test is that part. */
public final class EmoboxReader implements CorpusReader {

  @Override
  public String naming() {
    return "*.jsonl with the members key, wav and emo";
  }

  @Override
  public LabelMap labels() {
    return CommonLabels.MAP;
  }

  @Override
  public CorpusListing read(Path root) {
    ListingBuilder listing = new ListingBuilder();
    List<Path> tables = files(root);
    Set<Path> named = new HashSet<>();
    for (Path file : tables) {
      int line = 0;
      for (String text : LenientText.read(file).lines().toList()) {
        line++;
        if (!text.isBlank()) {
          read(file, "line %d of %s".formatted(line, file), text, listing, named);
        }
      }
    }
    listing.passOver(UnnamedFiles.below(root, tables, named));
    return listing.build();
  }

  private static void read(
      Path file, String place, String line, ListingBuilder listing, Set<Path> named) {
    JsonNode object = object(place, line);
    Path folder = file.toAbsolutePath().normalize().resolveSibling("");
    String path = text(object, "wav");
    String ownKey = text(object, "key");
    String key = ownKey.isEmpty() ? NamedAudio.key(folder, path) : ownKey;
    String label = text(object, "emo");
    if (path.isEmpty() || label.isEmpty()) {
      listing.leave(place, LeftOut.Reason.TABLE, "Missing wav or emo in " + place + ".");
      return;
    }
    Optional<Path> audio = NamedAudio.find(folder, path);
    if (audio.isEmpty()) {
      listing.leave(NamedAudio.missing(key, path, place, folder));
      return;
    }
    named.add(audio.get());
    String speaker = text(object, object.has("speaker") ? "speaker" : "spk");
    listing.add(
        key,
        new CorpusClip(
                key, speaker.isEmpty() ? CorpusClip.UNKNOWN_SPEAKER : speaker, label, audio.get())
            .lasting(TableLength.of(object.path("length").asDouble(0)))
            .by(Gender.of(text(object, "gender")))
            .in(PartNames.within(file.getFileName().toString())));
  }

  private static JsonNode object(String place, String line) {
    try {
      JsonNode object = Json.mapper().readTree(line);
      if (object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw notJson(place, line, e);
    }
    throw notJson(place, line, new IllegalArgumentException("no object"));
  }

  private static InvalidInputException notJson(String place, String line, Exception cause) {
    return new InvalidInputException(
        "Expected a JSON object in %s, found '%s'."
            .formatted(place, line.substring(0, Math.min(line.length(), 60))),
        cause);
  }

  private static String text(JsonNode object, String member) {
    return object.path(member).asText("").strip();
  }

  private static List<Path> files(Path root) {
    return Files.isRegularFile(root)
        ? List.of(root)
        : DataFiles.in(
            root,
            file -> file.toString().endsWith(".jsonl"),
            "a file *.jsonl, or a folder with such files,");
  }
}
