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
    return new Damage(offset, "a packet that is cut off", true);
  }

  boolean isNone() {
    return offset < 0;
  }

  /** The first of both. */
  Damage or(Damage later) {
    return isNone() ? later : this;
  }

  /**
   * Whether more of the file lies behind it than before it, so that what was decoded is no part of
   * a sound file that was cut short, but decoded by chance.
   */
  boolean isMost(long start, long size) {
    return !isNone() && !cutOff && size - offset > offset - start;
  }

  /** What is to be said of a file that does not tell how long it should be. */
  List<String> warnings(double decodedSeconds, String file) {
    return isNone()
        ? List.of()
        : List.of(
            "Expected sound audio to the end of the %s, found near byte %d: %s; the %.2f s before were read."
                .formatted(file, offset, what, decodedSeconds));
  }
}
