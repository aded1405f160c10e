package org.emoglot.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;

/**
 * The one way in which JSON is read and written: map keys in the given order, two blanks of
 * indentation.
 */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

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
   * @throws InvalidInputException if it is missing or not JSON
   */
  public static JsonNode read(Path file) {
    try {
      return MAPPER.readTree(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(
          "Expected a JSON file at " + file + ", found nothing there.", e);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected JSON in %s, found at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /** Writes a value to a file, whole or not at all. */
  public static void write(Path file, Object value) {
    AtomicFiles.writeString(file, write(value) + "\n");
  }
}
