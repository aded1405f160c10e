package org.emoglot.doctor;

import java.util.Locale;

/**
 * What one check found.
 *
 * @param check what was checked, such as {@code memory}
 * @param status whether it serves
 * @param found what is there, for people to read
 * @param advice what to do about it; empty if nothing need be done
 */
public record Finding(String check, Status status, String found, String advice) {

  /** From good to bad. */
  public enum Status {
    /** Serves as it is. */
    OK,
    /** Something is missing or slow that not every command needs. */
    WARN,
    /** Nothing works without it. */
    FAIL;

    /** Its name in reports. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Serves as it is. */
  public static Finding ok(String check, String found) {
    return new Finding(check, Status.OK, found, "");
  }

  /** Missing or slow, though not every command needs it. */
  public static Finding warn(String check, String found, String advice) {
    return new Finding(check, Status.WARN, found, advice);
  }

  /** Nothing works without it. */
  public static Finding fail(String check, String found, String advice) {
    return new Finding(check, Status.FAIL, found, advice);
  }
}
