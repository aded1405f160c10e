package org.emoglot.serve;

/**
 * What one client may ask for, so that none takes the service from the others.
 *
 * @param bytes of a request's body
 * @param files of one request
 * @param seconds of audio in one recording, and in one stream
 * @param decodingSeconds how long the decoding of one recording may take
 * @param uploadSeconds how long a client may take to send a request
 * @param workers requests that are computed at the same time
 * @param queue accepted requests that wait; further ones are told to come back
 * @param streams that are open at the same time
 * @param adaptations that are kept; the one that was not used for the longest makes room
 */
public record Limits(
    long bytes,
    int files,
    int seconds,
    int decodingSeconds,
    int uploadSeconds,
    int workers,
    int queue,
    int streams,
    int adaptations) {

  /** For a service on this machine. */
  public static final Limits DEFAULT =
      new Limits(
          100L << 20, 256, 3600, 60, 60, Runtime.getRuntime().availableProcessors(), 64, 16, 256);

  public Limits {
    if (bytes < 1
        || files < 1
        || seconds < 1
        || decodingSeconds < 1
        || uploadSeconds < 1
        || workers < 1
        || queue < 0
        || streams < 0
        || adaptations < 1) {
      throw new IllegalArgumentException(
          "Expected positive limits (only queue and streams may be 0), found bytes %d, files %d, seconds %d, decoding %d, upload %d, workers %d, queue %d, streams %d, adaptations %d."
              .formatted(
                  bytes,
                  files,
                  seconds,
                  decodingSeconds,
                  uploadSeconds,
                  workers,
                  queue,
                  streams,
                  adaptations));
    }
  }
}
