package org.emoglot.selfsupervised;

import org.emoglot.InvalidInputException;

/** The checks of the settings. */
final class Require {

  private Require() {}

  static void that(boolean holds, String name, String wanted, Object found) {
    if (!holds) {
      throw new InvalidInputException(
          "Expected %s to be %s, found %s.".formatted(name, wanted, found));
    }
  }
}
