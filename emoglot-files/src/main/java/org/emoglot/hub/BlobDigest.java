package org.emoglot.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.emoglot.io.Sha256;

/** Checks a file's content against its entity tag. */
final class BlobDigest {

  private static final int BUFFER_BYTES = 1 << 16;

  private BlobDigest() {}

  /**
   * Whether the content is what the tag says: 64 hexadecimal digits are its SHA-256, 40 the SHA-1
   * of its git blob, {@code "blob " + size + "\0" + content}. Another kind of tag says nothing of
   * the content.
   */
  static boolean agrees(Path file, String etag) throws IOException {
    if (etag.matches("[0-9a-f]{64}")) {
      return Sha256.of(file).equals(etag);
    }
    return !etag.matches("[0-9a-f]{40}") || gitBlob(file).equals(etag);
  }

  private static String gitBlob(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-1", e);
    }
    digest.update(("blob " + Files.size(file) + "\0").getBytes(StandardCharsets.US_ASCII));
    byte[] buffer = new byte[BUFFER_BYTES];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
