package org.emoglot.serve;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.MultiPart;
import org.eclipse.jetty.io.Content;

/**
 * Reads multipart/form-data (RFC 7578) as it arrives: parts with a file's name, and those called
 * {@code file}, are recordings; others are text fields. Of a part, only a text field is ever in
 * memory, and it is short.
 */
final class Form implements MultiPart.Parser.Listener {

  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_FIELD = 1024;
  private static final int MOST_FIELDS = 32;
  private static final String FILE = "file";

  private final Body body;
  private final Limits limits;
  private final Map<String, String> disposition = new HashMap<>();
  private OutputStream part = OutputStream.nullOutputStream();
  private ByteArrayOutputStream text = new ByteArrayOutputStream();
  private boolean complete;
  private String failure = "";

  Form(Body body, Limits limits) {
    this.body = body;
    this.limits = limits;
  }

  /**
   * Reads all of it.
   *
   * @throws Problem if it is damaged, or has too many parts or a field that is too long
   */
  void read(InputStream in, String contentType) throws IOException {
    String boundary = MultiPart.extractBoundary(contentType);
    if (boundary == null || boundary.isEmpty()) {
      throw Problem.field("Content-Type", "multipart/form-data with a boundary", contentType);
    }
    MultiPart.Parser parser = new MultiPart.Parser(boundary, this);
    parser.setMaxParts((long) limits.files() + MOST_FIELDS);
    byte[] buffer = new byte[BUFFER];
    try {
      for (int read = in.read(buffer); read >= 0 && failure.isEmpty(); read = in.read(buffer)) {
        parser.parse(Content.Chunk.from(ByteBuffer.wrap(buffer, 0, read), false));
      }
      if (failure.isEmpty() && !complete) {
        parser.parse(Content.Chunk.from(ByteBuffer.allocate(0), true));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      part.close();
    }
    if (!failure.isEmpty() || !complete) {
      throw Problem.of(
          Problem.Kind.INVALID_REQUEST,
          "Expected a form (multipart/form-data) as its boundary announces, found a damaged one.");
    }
  }

  @Override
  public void onPartBegin() {
    disposition.clear();
  }

  @Override
  public void onPartHeader(String name, String value) {
    if (name.toLowerCase(Locale.ROOT).equals("content-disposition")) {
      HttpField.getValueParameters(value, disposition);
    }
  }

  @Override
  public void onPartHeaders() {
    try {
      if (isFile()) {
        if (body.recordings().size() == limits.files()) {
          throw Problem.field(
              Problem.Kind.TOO_LARGE, FILE, "at most " + limits.files() + " recordings", "more");
        }
        part = body.open(disposition.getOrDefault("filename", ""));
      } else {
        text = new ByteArrayOutputStream();
        part = text;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isFile() {
    return disposition.containsKey("filename") || FILE.equals(disposition.get("name"));
  }

  @Override
  public void onPartContent(Content.Chunk chunk) {
    ByteBuffer bytes = chunk.getByteBuffer();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    if (!isFile() && text.size() + copy.length > LONGEST_FIELD) {
      throw Problem.field(
          disposition.getOrDefault("name", ""),
          "at most " + LONGEST_FIELD + " bytes",
          text.toString(StandardCharsets.UTF_8));
    }
    try {
      part.write(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void onPartEnd() {
    try {
      part.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!isFile()) {
      body.put(disposition.getOrDefault("name", ""), text.toString(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void onComplete() {
    complete = true;
  }

  @Override
  public void onFailure(Throwable cause) {
    if (cause instanceof Problem problem) {
      throw problem;
    }
    if (cause instanceof UncheckedIOException io) {
      throw io;
    }
    failure = cause.getClass().getSimpleName();
  }
}
