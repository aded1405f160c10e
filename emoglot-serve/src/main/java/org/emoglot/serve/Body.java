package org.emoglot.serve;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.io.EofException;

/**
 * The body of a request: recordings in temporary files, which are gone when it is closed, and the
 * text fields of a form.
 */
final class Body implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final TemporaryFolder folder;
  private final List<Recording> recordings = new ArrayList<>();
  private final Map<String, String> fields = new TreeMap<>();

  Body(TemporaryFolder folder) {
    this.folder = folder;
  }

  /**
   * Reads a whole body: one recording, or a form with several.
   *
   * @throws Problem if it is too large, too slow, or no form though it says so
   */
  static Body read(HttpServletRequest request, TemporaryFolder folder, Limits limits) {
    Body body = new Body(folder);
    try {
      String type = mediaType(request);
      InputStream in = bounded(request, limits);
      if (type.equals("multipart/form-data")) {
        new Form(body, limits).read(in, String.valueOf(request.getContentType()));
      } else {
        requireAudio(type);
        body.add("", in);
      }
      return body;
    } catch (EofException e) {
      body.close();
      throw new ClientGone();
    } catch (IOException e) {
      body.close();
      throw new UncheckedIOException("Cannot read a request", e);
    } catch (RuntimeException | Error e) {
      body.close();
      throw e;
    }
  }

  /** The body as it arrives, which ends with a {@link Problem} where a limit is passed. */
  static InputStream bounded(HttpServletRequest request, Limits limits) throws IOException {
    if (request.getContentLengthLong() > limits.bytes()) {
      throw tooLarge(limits);
    }
    return new BoundedInput(request.getInputStream(), limits);
  }

  static Problem tooLarge(Limits limits) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "Expected a request of at most %d bytes, found more: send less at once, or raise --max-bytes."
            .formatted(limits.bytes()));
  }

  /** The media type in lower case, without parameters; empty where there is none. */
  static String mediaType(HttpServletRequest request) {
    String type = request.getContentType();
    return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** Audio is recognised by its content; what says that it is something else is not tried. */
  private static void requireAudio(String type) {
    boolean possible =
        type.isEmpty()
            || type.startsWith("audio/")
            || type.startsWith("video/")
            || type.equals("application/octet-stream")
            || type.equals("application/ogg")
            || type.equals("application/x-www-form-urlencoded"); // what curl says unless told
    if (!possible) {
      throw Problem.field(
          Problem.Kind.NO_AUDIO,
          "Content-Type",
          "audio/*, video/*, application/octet-stream or multipart/form-data",
          type);
    }
  }

  /** Keeps a recording until this is closed. */
  void add(String name, InputStream in) throws IOException {
    try (OutputStream out = open(name)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
      }
    }
  }

  /** Begins with a recording that is written to a stream. */
  OutputStream open(String name) throws IOException {
    Path file = folder.file();
    recordings.add(new Recording(name, file));
    return Files.newOutputStream(file);
  }

  /**
   * Keeps a text field.
   *
   * @throws Problem if there is one of this name
   */
  void put(String name, String value) {
    if (fields.putIfAbsent(name, value) != null) {
      throw Problem.field(name, "one value", "several");
    }
  }

  List<Recording> recordings() {
    return recordings;
  }

  Map<String, String> fields() {
    return fields;
  }

  /**
   * The recordings, of which there is at least one and none is empty.
   *
   * @throws Problem otherwise
   */
  List<Recording> requireRecordings() {
    if (recordings.isEmpty()) {
      throw Problem.field("file", "at least one recording", "none");
    }
    for (Recording recording : recordings) {
      if (size(recording) == 0) {
        throw Problem.of(
            Problem.Kind.INVALID_REQUEST,
            "Expected audio in %s, found nothing.".formatted(recording.title()));
      }
    }
    return recordings;
  }

  /** Whether no recording was sent, or only an empty one. */
  boolean isEmpty() {
    return recordings.stream().allMatch(recording -> size(recording) == 0);
  }

  private static long size(Recording recording) {
    try {
      return Files.size(recording.file());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a recording", e);
    }
  }

  @Override
  public void close() {
    for (Recording recording : recordings) {
      try {
        Files.deleteIfExists(recording.file());
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot remove a recording", e);
      }
    }
  }
}
