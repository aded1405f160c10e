package org.emoglot.hub;

/**
 * A hub could not give what was asked of it, through no fault of the user: no network, a busy or
 * broken server, content that is not what its checksum says, a full disk.
 *
 * <p>The message is one sentence for the user: what happened, where, and what to do.
 */
public class HubException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public HubException(String message) {
    super(message);
  }

  public HubException(String message, Throwable cause) {
    super(message, cause);
  }
}
