package org.emoglot.io;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;

/** Reads and writes all JSON: map keys in the given order, two blanks of indentation. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads complete records. */
  private static final ObjectReader COMPLETE =
      MAPPER
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  private Json() {}

  /** The mapper, for trees and records. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** Indented JSON of records, maps, lists and scalars. */
  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not representable as JSON: " + value.getClass(), e);
    }
  }

  /** The same on one line, for JSON lines. */
  public static String writeLine(Object value) {
    try {
      return MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Not representable as JSON: " + value.getClass(), e);
    }
  }

  /**
   * Reads a file as a tree.
   *
   * @throws InvalidInputException if it is missing, a pointer of Git LFS, or not JSON
   */
  public static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a JSON file at " + file + ", found nothing there.", e);
    } catch (JsonProcessingException e) {
      Pointers.refuse(file, "JSON");
      throw new InvalidInputException(
          "Expected JSON in %s, found%s: %s".formatted(file, place(e), e.getOriginalMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Where a parser stumbled, such as {@code " at line 3, column 5"}; an empty text where it does
   * not say, as for nesting that is too deep and numbers that are too long.
   */
  public static String place(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    return location == null
        ? ""
        : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /**
   * Reads the record that an earlier process wrote.
   *
   * @param advice what the user can do if it is damaged, in the imperative and without a full stop
   * @throws InvalidInputException if the file is missing, or not a complete record of this type
   */
  public static <R> R readRecord(Path file, Class<R> type, String advice) {
    return readRecord(file, type, advice, Map.of());
  }

  /**
   * The same of a record that has grown.
   *
   * @param later members that earlier versions did not write, with what they mean where they are
   *     missing; {@code inner/member} is one of an object within the record
   */
  public static <R> R readRecord(Path file, Class<R> type, String advice, Map<String, ?> later) {
    JsonNode json = read(file);
    if (!json.isObject()) {
      throw new InvalidInputException(damaged(file, "no JSON object", advice));
    }
    later.forEach((path, value) -> supply(json, JsonPointer.compile("/" + path), value));
    return record(file, json, type, advice);
  }

  /**
   * The record that a part of a file holds.
   *
   * @param file for the message
   * @param advice as {@link #readRecord(Path, Class, String)} has it
   * @throws InvalidInputException if it is not a complete record of this type
   */
  public static <R> R record(Path file, JsonNode json, Class<R> type, String advice) {
    try {
      return COMPLETE.treeToValue(json, type);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(damaged(file, e.getOriginalMessage(), advice), e);
    }
  }

  private static void supply(JsonNode json, JsonPointer path, Object value) {
    String name = path.last().getMatchingProperty();
    if (json.at(path.head()) instanceof ObjectNode parent && !parent.has(name)) {
      parent.set(name, MAPPER.valueToTree(value));
    }
  }

  private static String damaged(Path file, String problem, String advice) {
    return "Expected the record of an earlier command in %s, found a different or damaged one (%s): %s."
        .formatted(file, problem, advice);
  }

  /** Writes a value to a file, whole or not at all. */
  public static void write(Path file, Object value) {
    AtomicFiles.writeString(file, write(value) + "\n");
  }
}
