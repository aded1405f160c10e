package org.emoglot.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.jspecify.annotations.Nullable;

/**
 * A header that has been checked against its file.
 *
 * @param tensors where each tensor lies, in the header's order; together they fill the data
 * @param metadata free text by key, in the header's order
 * @param dataStart byte of the file at which the data begins
 */
record SafetensorsHeader(
    Map<String, Placed> tensors, Map<String, String> metadata, long dataStart) {

  static final String METADATA = "__metadata__";

  /**
   * A tensor and its place.
   *
   * @param entry type and shape
   * @param begin its first byte, counted from the beginning of the data
   * @param end the byte after its last, counted likewise
   */
  record Placed(Entry entry, long begin, long end) {}

  /**
   * Reads a header.
   *
   * @param file named in refusals
   * @param header all its bytes, padding included
   * @param dataBytes what the file holds after the header
   * @throws InvalidInputException if anything about it is not as the format has it
   */
  static SafetensorsHeader parse(Path file, byte[] header, long dataBytes) {
    return new Reader(file, header, dataBytes).read();
  }

  /** Walks over the JSON token by token, so that no nesting and no announced size costs memory. */
  private static final class Reader {

    /** As many axes as the usual tensor libraries allow. */
    private static final int MAX_AXES = 64;

    /** Without the table of names, which a hostile file could fill with colliding ones. */
    private static final JsonFactory JSON =
        new JsonFactoryBuilder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();

    private final Path file;
    private final byte[] header;
    private final long dataBytes;
    private final long dataStart;
    private final Map<String, Placed> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    Reader(Path file, byte[] header, long dataBytes) {
      this.file = file;
      this.header = header;
      this.dataBytes = dataBytes;
      this.dataStart = Safetensors.LENGTH_BYTES + (long) header.length;
    }

    SafetensorsHeader read() {
      String text = decode();
      if (!text.startsWith("{")) {
        throw refusal(
            "the header to begin with { at byte 8",
            text.isEmpty() ? "an empty header" : Refusal.quote(text.substring(0, 1)),
            Refusal.DAMAGED);
      }
      try (JsonParser json = JSON.createParser(text)) {
        try {
          readHeader(json);
        } catch (IOException e) {
          throw notJson(text, json, e);
        }
      } catch (IOException e) {
        throw new IllegalStateException("A text in memory can be opened and closed", e);
      }
      requireContiguous();
      return new SafetensorsHeader(tensors, metadata, dataStart);
    }

    private String decode() {
      ByteBuffer in = ByteBuffer.wrap(header);
      try {
        return UTF_8.newDecoder().decode(in).toString();
      } catch (CharacterCodingException e) {
        throw refusal(
            "a header in UTF-8",
            "an invalid sequence at byte " + (Safetensors.LENGTH_BYTES + in.position()),
            Refusal.DAMAGED);
      }
    }

    private InvalidInputException notJson(String text, JsonParser json, IOException cause) {
      int read = (int) Math.min(json.currentLocation().getCharOffset(), text.length());
      int before = text.substring(0, Math.max(read, 0)).getBytes(UTF_8).length;
      // The parser's further lines repeat the place.
      String complaint = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      int at = Safetensors.LENGTH_BYTES + before;
      if (complaint.contains("surrogate pair")) { // the parser looks at names itself
        return refusal(
            "Unicode text in the header",
            "half a surrogate pair before byte " + at,
            Refusal.DAMAGED);
      }
      return refusal(
          "a header in JSON",
          "at byte %d: %s".formatted(at, Refusal.visible(complaint)),
          Refusal.DAMAGED);
    }

    private void readHeader(JsonParser json) throws IOException {
      json.nextToken();
      boolean metadataSeen = false;
      for (String name = key(json); name != null; name = key(json)) {
        if (name.equals(METADATA) ? metadataSeen : tensors.containsKey(name)) {
          throw refusal("each name once", Refusal.quote(name) + " twice", Refusal.DAMAGED);
        }
        if (name.equals(METADATA)) {
          metadataSeen = true;
          readMetadata(json);
        } else {
          tensors.put(name, readTensor(json, "the tensor " + Refusal.quote(name)));
        }
      }
      if (json.nextToken() != null) {
        throw refusal(
            "nothing but blanks after the closing brace of the header",
            found(json),
            Refusal.DAMAGED);
      }
    }

    private void readMetadata(JsonParser json) throws IOException {
      expect(json, JsonToken.START_OBJECT, METADATA + " to be an object");
      for (String name = key(json); name != null; name = key(json)) {
        expect(
            json,
            JsonToken.VALUE_STRING,
            "a text as %s of %s".formatted(Refusal.quote(name), METADATA));
        if (metadata.put(name, unicode(json.getText())) != null) {
          throw refusal(
              "each key of %s once".formatted(METADATA),
              Refusal.quote(name) + " twice",
              Refusal.DAMAGED);
        }
      }
    }

    private Placed readTensor(JsonParser json, String what) throws IOException {
      expect(json, JsonToken.START_OBJECT, what + " to be an object");
      String dtype = "";
      List<Long> shape = List.of();
      List<Long> offsets = List.of();
      Set<String> seen = new HashSet<>();
      for (String key = key(json); key != null; key = key(json)) {
        if (!seen.add(key)) {
          throw refusal(
              "each key of %s once".formatted(what),
              Refusal.quote(key) + " twice",
              Refusal.DAMAGED);
        }
        switch (key) {
          case "dtype" -> {
            expect(json, JsonToken.VALUE_STRING, "a text as dtype of " + what);
            dtype = json.getText();
          }
          case "shape" -> shape = readLongs(json, "shape of " + what, MAX_AXES);
          case "data_offsets" -> offsets = readLongs(json, "data_offsets of " + what, 2);
          default ->
              throw refusal(
                  "only dtype, shape and data_offsets in " + what,
                  "the key " + Refusal.quote(key),
                  Refusal.DAMAGED);
        }
      }
      if (seen.size() != 3) {
        throw refusal(
            "dtype, shape and data_offsets in " + what,
            seen.isEmpty() ? "none of them" : "only " + String.join(" and ", seen),
            Refusal.DAMAGED);
      }
      return place(entry(dtype, shape, what), offsets, what);
    }

    private List<Long> readLongs(JsonParser json, String what, int most) throws IOException {
      expect(json, JsonToken.START_ARRAY, "an array as " + what);
      List<Long> values = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          throw refusal("whole numbers in " + what, found(json), Refusal.DAMAGED);
        }
        if (values.size() == most) {
          throw refusal("at most %d numbers in %s".formatted(most, what), "more", Refusal.DAMAGED);
        }
        values.add(json.getLongValue());
      }
      return values;
    }

    private Entry entry(String dtype, List<Long> shape, String what) {
      DType type =
          Arrays.stream(DType.values())
              .filter(t -> t.name().equals(dtype))
              .findFirst()
              .orElseThrow(
                  () ->
                      refusal(
                          "%s to be of one of the types %s"
                              .formatted(what, Arrays.toString(DType.values())),
                          Refusal.quote(dtype),
                          "convert it to F32"));
      try {
        return new Entry(type, shape);
      } catch (IllegalArgumentException e) {
        throw refusal("a valid shape of " + what, String.valueOf(e.getMessage()), Refusal.DAMAGED);
      }
    }

    private Placed place(Entry entry, List<Long> offsets, String what) {
      if (offsets.size() != 2 || offsets.get(0) < 0 || offsets.get(0) > offsets.get(1)) {
        throw refusal(
            "data_offsets of %s as a begin and an end, 0 <= begin <= end".formatted(what),
            offsets.toString(),
            Refusal.DAMAGED);
      }
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (end - begin != entry.bytes()) {
        throw refusal(
            "%d bytes for %s, %s of shape %s"
                .formatted(entry.bytes(), what, entry.dtype(), entry.shape()),
            "%d between its data_offsets %s".formatted(end - begin, offsets),
            Refusal.DAMAGED);
      }
      if (end > dataBytes) {
        throw refusal(
            "%s to end at byte %d of the data, which begins at byte %d"
                .formatted(what, end, dataStart),
            "%d bytes of data".formatted(dataBytes),
            Refusal.TRUNCATED);
      }
      return new Placed(entry, begin, end);
    }

    /** Every byte of the data belongs to one tensor. */
    private void requireContiguous() {
      List<String> names = new ArrayList<>(tensors.keySet());
      names.sort(
          Comparator.comparingLong((String name) -> place(name).begin())
              .thenComparingLong(name -> place(name).end()));
      long filled = 0;
      String before = "the header";
      for (String name : names) {
        String quoted = Refusal.quote(name);
        long begin = place(name).begin();
        if (begin != filled) {
          throw refusal(
              "the tensor %s to begin at byte %d of the data, where %s ends"
                  .formatted(quoted, filled, before),
              "%s at byte %d".formatted(begin < filled ? "an overlap" : "a hole", begin),
              Refusal.DAMAGED);
        }
        filled = place(name).end();
        before = "the tensor " + quoted;
      }
      if (filled != dataBytes) {
        throw refusal(
            "the file to end at byte %d, where %s ends".formatted(dataStart + filled, before),
            "%d more bytes".formatted(dataBytes - filled),
            Refusal.DAMAGED);
      }
    }

    private Placed place(String name) {
      return Objects.requireNonNull(tensors.get(name));
    }

    /** The next key of the object, or null at its end. */
    private @Nullable String key(JsonParser json) throws IOException {
      String key = json.nextFieldName();
      return key == null ? null : unicode(key);
    }

    /** Refuses half a surrogate pair, which an escape can smuggle into a text. */
    private String unicode(String text) {
      if (!UTF_8.newEncoder().canEncode(text)) {
        throw refusal(
            "Unicode text in the header",
            "half a surrogate pair in " + Refusal.quote(text),
            Refusal.DAMAGED);
      }
      return text;
    }

    private void expect(JsonParser json, JsonToken token, String expected) throws IOException {
      if (json.nextToken() != token) {
        throw refusal(expected, found(json), Refusal.DAMAGED);
      }
    }

    private static String found(JsonParser json) throws IOException {
      return switch (json.currentToken()) {
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        default -> Refusal.quote(json.getText());
      };
    }

    private InvalidInputException refusal(String expected, String found, String advice) {
      return Refusal.of(file, expected, found, advice);
    }
  }
}
