package org.emoglot.serve;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A failure as it may be logged: where it happened, without its message, which may quote what a
 * client sent.
 */
final class Failure {

  private static final int FRAMES = 12;

  private Failure() {}

  static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      text.append(cause == failure ? "" : System.lineSeparator() + "caused by ")
          .append(cause.getClass().getName())
          .append(
              Arrays.stream(cause.getStackTrace())
                  .limit(FRAMES)
                  .map(frame -> System.lineSeparator() + "  at " + frame)
                  .collect(Collectors.joining()));
    }
    return text.toString();
  }
}
