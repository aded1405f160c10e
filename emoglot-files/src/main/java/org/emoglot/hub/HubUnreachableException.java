package org.emoglot.hub;

/** No answer, or only "not now": the content of the cache may replace it. */
final class HubUnreachableException extends HubException {

  private static final long serialVersionUID = 1L;

  HubUnreachableException(String message) {
    super(message);
  }

  HubUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
