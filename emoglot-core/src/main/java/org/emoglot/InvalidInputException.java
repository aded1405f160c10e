package org.emoglot;

import org.emoglot.io.Shortened;

/**
 * Something a user gave cannot be used: a file, a folder, a manifest row, an option.
 *
 * <p>The message is one sentence for that user: what was expected, what was found, where (file,
 * byte offset, row), and what to do. The command line prints it without a stack trace and exits
 * with 2. What the message quotes is cut to a readable length.
 */
public class InvalidInputException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public InvalidInputException(String message) {
    super(Shortened.sentence(message));
  }

  public InvalidInputException(String message, Throwable cause) {
    super(Shortened.sentence(message), cause);
  }
}
