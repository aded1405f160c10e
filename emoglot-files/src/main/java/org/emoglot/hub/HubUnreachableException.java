package org.emoglot.hub;

/** No answer, or none but "not now": what is in the cache may serve instead. */
final class HubUnreachableException extends HubException {

  private static final long serialVersionUID = 1L;

  HubUnreachableException(String message) {
    super(message);
  }

  HubUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
