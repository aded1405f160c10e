package org.emoglot.serve;

import java.nio.file.Path;

/**
 * Audio that a client has sent.
 *
 * @param name what the client calls it; empty where it does not say
 * @param file where it lies for as long as the request lasts
 */
record Recording(String name, Path file) {

  /** Longer names are cut: they come back in answers. */
  private static final int LONGEST_NAME = 255;

  Recording {
    name = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
  }

  /** What messages call it. */
  String title() {
    return name.isEmpty() ? "the body" : "'" + name + "'";
  }
}
