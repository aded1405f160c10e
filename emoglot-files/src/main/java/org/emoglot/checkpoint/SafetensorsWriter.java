package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.io.AtomicFiles;

/**
 * Writes safetensors files: the same tensors and metadata give the same bytes, in whatever order
 * they come.
 *
 * <p>As in the reference implementation, tensors are laid out from the widest to the narrowest type
 * ({@link DType} backwards) and by name within a type, the header is padded with blanks to a
 * multiple of 8 bytes, and so every tensor begins at a multiple of its element size. Metadata is
 * sorted by key, and left out if empty.
 */
public final class SafetensorsWriter {

  private static final int ALIGNMENT_BYTES = 8;
  private static final JsonFactory JSON = new JsonFactory();

  private SafetensorsWriter() {}

  /**
   * Writes a file, whole or not at all, creating its folder where needed.
   *
   * @param tensors by name
   * @param metadata free text by key, of what made the file
   * @throws IllegalArgumentException if a name is {@code __metadata__}, a name or text is not
   *     Unicode, or the header exceeds 100 MB
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public static void write(
      Path file, Map<String, TensorData> tensors, Map<String, String> metadata) {
    AtomicFiles.write(file, out -> write(out, tensors, metadata));
  }

  /** Writes the same bytes to a stream, which stays open. */
  public static void write(
      OutputStream out, Map<String, TensorData> tensors, Map<String, String> metadata)
      throws IOException {
    List<Map.Entry<String, TensorData>> layout =
        tensors.entrySet().stream()
            .sorted(
                Map.Entry.<String, TensorData>comparingByValue(
                        Comparator.comparing(
                            data -> data.entry().dtype(), Comparator.reverseOrder()))
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    out.write(header(layout, metadata));
    for (Map.Entry<String, TensorData> tensor : layout) {
      tensor.getValue().writeTo(out);
    }
  }

  private static byte[] header(
      List<Map.Entry<String, TensorData>> layout, Map<String, String> metadata) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      writeMetadata(json, metadata);
      long begin = 0;
      for (Map.Entry<String, TensorData> tensor : layout) {
        begin = writeTensor(json, tensor.getKey(), tensor.getValue().entry(), begin);
      }
      json.writeEndObject();
    }
    if (text.size() > Safetensors.MAX_HEADER_BYTES - ALIGNMENT_BYTES) {
      throw new IllegalArgumentException(
          "Expected a header of at most %d bytes, found %d"
              .formatted(Safetensors.MAX_HEADER_BYTES - ALIGNMENT_BYTES, text.size()));
    }
    int padded = (text.size() + ALIGNMENT_BYTES - 1) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
    byte[] header = new byte[Safetensors.LENGTH_BYTES + padded];
    Arrays.fill(header, (byte) ' ');
    ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putLong(padded).put(text.toByteArray());
    return header;
  }

  private static void writeMetadata(JsonGenerator json, Map<String, String> metadata)
      throws IOException {
    if (metadata.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(SafetensorsHeader.METADATA);
    for (Map.Entry<String, String> text : new TreeMap<>(metadata).entrySet()) {
      json.writeStringField(unicode(text.getKey()), unicode(text.getValue()));
    }
    json.writeEndObject();
  }

  /** Returns the byte of the data at which the tensor ends. */
  private static long writeTensor(JsonGenerator json, String name, Entry entry, long begin)
      throws IOException {
    if (name.equals(SafetensorsHeader.METADATA)) {
      throw new IllegalArgumentException("Not a name for a tensor: " + name);
    }
    long end = Math.addExact(begin, entry.bytes());
    json.writeObjectFieldStart(unicode(name));
    json.writeStringField("dtype", entry.dtype().name());
    writeLongs(json, "shape", entry.shape());
    writeLongs(json, "data_offsets", List.of(begin, end));
    json.writeEndObject();
    return end;
  }

  private static void writeLongs(JsonGenerator json, String key, List<Long> values)
      throws IOException {
    json.writeArrayFieldStart(key);
    for (long value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }

  private static String unicode(String text) {
    if (!UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException("Half a surrogate pair in " + Refusal.quote(text));
    }
    return text;
  }
}
