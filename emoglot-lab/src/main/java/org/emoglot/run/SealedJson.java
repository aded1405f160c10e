package org.emoglot.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;

/**
 * A JSON file with the hash of its own content, for data from one process to the next: a flipped
 * bit in a number would be valid JSON.
 */
final class SealedJson {

  private SealedJson() {}

  private record Sealed(String sha256, JsonNode content) {}

  static void write(Path file, Object content) {
    JsonNode tree = Json.mapper().valueToTree(content);
    Json.write(file, new Sealed(Sha256.of(Json.writeLine(tree)), tree));
  }

  /**
   * Reads one.
   *
   * @param advice what the user can do if it is damaged, in the imperative and without a full stop
   */
  static <R> R read(Path file, Class<R> type, String advice) {
    Sealed sealed = Json.readRecord(file, Sealed.class, advice);
    if (!Sha256.of(Json.writeLine(sealed.content())).equals(sealed.sha256())) {
      throw new InvalidInputException(
          "Expected the record of an earlier command in %s, found a damaged one (its SHA-256 differs): %s."
              .formatted(file, advice));
    }
    return Json.record(file, sealed.content(), type, advice);
  }
}
