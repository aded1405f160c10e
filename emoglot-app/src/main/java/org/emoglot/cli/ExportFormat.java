package org.emoglot.cli;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;

/** The formats of others that {@code export} writes. */
enum ExportFormat {
  /** One file for ONNX Runtime. */
  ONNX,
  /** A folder for Hugging Face's transformers. */
  TRANSFORMERS,
  /** A folder for Hugging Face's PEFT. */
  PEFT;

  /** As on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this name. */
  static ExportFormat of(String id) {
    return Arrays.stream(values())
        .filter(format -> format.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a --format %s, found '%.40s'."
                        .formatted(String.join(", ", ids()), id)));
  }

  private static List<String> ids() {
    return Arrays.stream(values()).map(ExportFormat::id).toList();
  }

  /** For the help and the completion of a shell. */
  static final class Ids implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ids().iterator();
    }
  }
}
