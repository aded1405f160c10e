package org.emoglot.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Fetches a blob: bytes are appended to an incomplete file, which outlives a cut connection and a
 * killed process; it gets the blob's name only with the right size and checksum.
 */
final class BlobDownload {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int CHECKSUM_ATTEMPTS = 2;

  private final HubApi api;
  private final HubOptions options;
  private final HubListener listener;
  private final Asked asked;
  private final FileMetadata metadata;
  private final Path incomplete;

  /**
   * @param asked the file at a commit
   * @param incomplete where to collect the bytes
   */
  BlobDownload(
      HubApi api,
      HubOptions options,
      HubListener listener,
      Asked asked,
      FileMetadata metadata,
      Path incomplete) {
    this.api = api;
    this.options = options;
    this.listener = listener;
    this.asked = asked;
    this.metadata = metadata;
    this.incomplete = incomplete;
  }

  /** Brings the blob into place; to be called with its lock. */
  void run(Path blob) throws IOException {
    Files.createDirectories(blob.getParent());
    checkSpace(blob);
    for (int attempt = 1; ; attempt++) {
      receive();
      if (hasExpectedSize() && BlobDigest.agrees(incomplete, metadata.etag())) {
        break;
      }
      long found = Files.size(incomplete);
      Files.delete(incomplete);
      if (attempt == CHECKSUM_ATTEMPTS) {
        throw new HubException(
            "Expected %s with the checksum %s, found other content (%d bytes) in each of %d downloads, now deleted: try again later, and check the proxy and HF_ENDPOINT."
                .formatted(asked.described(), metadata.etag(), found, attempt));
      }
      listener.warning(
          "%s has a wrong checksum and is downloaded again.".formatted(asked.described()));
    }
    try (FileChannel channel = FileChannel.open(incomplete, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(
        incomplete, blob, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private void checkSpace(Path blob) throws IOException {
    long needed = metadata.size() - received();
    long free = blob.resolveSibling(".").toFile().getUsableSpace(); // no FileStore, for chroots
    if (metadata.size() >= 0 && needed > free) {
      throw new HubException(
          "Expected %d free bytes at %s for %s, found %d: free some, or set a folder on another disk in HF_HUB_CACHE."
              .formatted(needed, blob.getParent(), asked.described(), free));
    }
  }

  /** Connects until all bytes are here, as long as there is progress. */
  private void receive() throws IOException {
    int failures = 0;
    long most = received();
    while (!isWhole()) {
      long before = received();
      if (metadata.size() >= 0 && before > metadata.size()) {
        Files.delete(incomplete);
        before = 0;
      }
      IOException cut;
      try (HubResponse response = api.content(asked, before, options.attempts())) {
        if (response.status() == 416 && metadata.size() < 0) {
          return; // nothing beyond what is here: the checksum decides
        }
        if (response.status() == 416) {
          Files.deleteIfExists(incomplete);
          cut = new IOException("the server refuses to resume");
        } else {
          try {
            append(response, before);
            return;
          } catch (CutException e) {
            cut = e;
          }
        }
        long now = received();
        failures = now > most ? 0 : failures + 1;
        most = Math.max(most, now);
        if (failures >= options.attempts()) {
          throw HubErrors.unreachable(response.uri(), failures, cut);
        }
      }
      if (failures > 0) {
        api.http().pause(failures);
      }
    }
  }

  /** A connection that ended too early: what came before is kept. */
  private static final class CutException extends IOException {
    private static final long serialVersionUID = 1L;

    CutException(String message) {
      super(message);
    }

    CutException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }

  private void append(HubResponse response, long asOf) throws IOException {
    boolean resumes =
        response.status() == 206
            && response.header("Content-Range").startsWith("bytes " + asOf + "-");
    long done = resumes ? asOf : 0;
    if (response.status() == 206 && !resumes && asOf > 0) {
      Files.deleteIfExists(incomplete);
      throw new CutException("the server sent another part than asked for");
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    try (OutputStream out =
        Files.newOutputStream(
            incomplete,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            resumes ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
      for (int n = next(response, buffer); n >= 0; n = next(response, buffer)) {
        out.write(buffer, 0, n);
        done += n;
        listener.progress(asked.fileName(), done, metadata.size());
        if (metadata.size() >= 0 && done > metadata.size()) {
          return; // too long: not what was announced, and no reason to fill the disk
        }
      }
    }
    if (done < metadata.size()) {
      throw new CutException("%d of %d bytes".formatted(done, metadata.size()));
    }
  }

  private static int next(HubResponse response, byte[] buffer) throws CutException {
    try {
      return response.body().read(buffer);
    } catch (IOException e) {
      throw new CutException(e);
    }
  }

  private boolean isWhole() throws IOException {
    return Files.exists(incomplete) && metadata.size() >= 0 && received() == metadata.size();
  }

  private boolean hasExpectedSize() throws IOException {
    return metadata.size() < 0 || received() == metadata.size();
  }

  private long received() throws IOException {
    return Files.exists(incomplete) ? Files.size(incomplete) : 0;
  }
}
