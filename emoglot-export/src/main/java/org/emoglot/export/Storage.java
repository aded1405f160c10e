package org.emoglot.export;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** How a file holds the weights of products and convolutions. All else is float32. */
public enum Storage {
  /** As float32. */
  FP32(4),
  /** As float16, computed with as float32. */
  FP16(2),
  /** As 8-bit integers with one scale for each output, computed with as float32. */
  INT8(1);

  private final int bytes;

  Storage(int bytes) {
    this.bytes = bytes;
  }

  /** Of a value. */
  int bytes() {
    return bytes;
  }

  /** As on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of this name.
   *
   * @throws InvalidInputException if there is none
   */
  public static Storage of(String id) {
    return Arrays.stream(values())
        .filter(storage -> storage.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a precision %s, found '%.40s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(Storage::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }
}
