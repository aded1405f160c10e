package org.emoglot.ffmpeg;

import java.util.List;

/**
 * The first place of a file that does not decode.
 *
 * @param offset the byte at which the packet lies, or its best estimate; negative if there is none
 * @param what went wrong there
 * @param cutOff whether it is the end of the file that the packet lacks
 */
record Damage(long offset, String what, boolean cutOff) {

  static final Damage NONE = new Damage(-1, "", false);

  static Damage at(long offset, String what) {
    return new Damage(offset, what, false);
  }

  /** A packet that the file ends in. */
  static Damage cutOff(long offset) {
    return new Damage(offset, "a truncated packet", true);
  }

  boolean isNone() {
    return offset < 0;
  }

  /** The first of both. */
  Damage or(Damage later) {
    return isNone() ? later : this;
  }

  /**
   * Whether most of the file is after it, so the decoded part is not the start of a truncated file,
   * but decoded by chance.
   */
  boolean isMost(long start, long size) {
    return !isNone() && !cutOff && size - offset > offset - start;
  }

  /** What is to be said of a file that does not tell how long it should be. */
  List<String> warnings(double decodedSeconds, String file) {
    return isNone()
        ? List.of()
        : List.of(
            "Expected intact audio to the end of the %s, found near byte %d: %s; the %.2f s before it were read."
                .formatted(file, offset, what, decodedSeconds));
  }
}
