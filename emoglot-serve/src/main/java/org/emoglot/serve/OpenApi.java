package org.emoglot.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.emoglot.io.Json;
import org.emoglot.provenance.Provenance;

/** The description of the service, OpenAPI 3.1, written by hand. */
final class OpenApi {

  private static final String FILE = "openapi.json";

  private OpenApi() {}

  /** The description, with the version that runs. */
  static ObjectNode document() {
    try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException("Expected " + FILE + " in the jar, found none.");
      }
      ObjectNode document = (ObjectNode) Json.mapper().readTree(in);
      ((ObjectNode) document.get("info")).put("version", Provenance.version());
      return document;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + FILE, e);
    }
  }
}
