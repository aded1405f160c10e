package org.emoglot.data;

import org.emoglot.InvalidInputException;

/** The part of a corpus that an utterance belongs to. */
public enum Split {
  TRAIN("train"),
  VALIDATION("val"),
  TEST("test");

  private final String id;

  Split(String id) {
    this.id = id;
  }

  /** Its name in manifests. */
  public String id() {
    return id;
  }

  /** Reads what {@link #id()} writes. */
  public static Split of(String id) {
    for (Split split : values()) {
      if (split.id.equals(id)) {
        return split;
      }
    }
    throw new InvalidInputException("Expected a split train, val or test, found '" + id + "'.");
  }
}
