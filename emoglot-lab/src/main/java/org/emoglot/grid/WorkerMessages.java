package org.emoglot.grid;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.Map;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.io.Json;
import org.emoglot.loop.StepReport;
import org.emoglot.train.ValidationReport;

/**
 * What a worker process says about its training: JSON objects with the one field {@code event} and
 * the one field {@code value}, a line each.
 */
final class WorkerMessages implements ExperimentListener {

  /** The training is done, and its record is in its folder. */
  static final String DONE = "done";

  /** The training failed; the value is a {@link Failed}. */
  static final String FAILED = "failed";

  private static final String PROGRESS = "progress";
  private static final String MESSAGE = "message";
  private static final String RESUMED = "resumed";
  private static final String STEP = "step";
  private static final String VALIDATION = "validation";

  private final PrintStream out;

  /** Says everything on a stream. */
  WorkerMessages(PrintStream out) {
    this.out = out;
  }

  record Clips(String phase, int done, int total) {}

  /**
   * Why a training failed.
   *
   * @param input whether its input cannot be used, and nothing in the program is wrong
   * @param sentence for the user
   */
  record Failed(boolean input, String sentence) {}

  void say(String event, Object value) {
    out.println(Json.writeLine(Map.of("event", event, "value", value)));
    out.flush();
  }

  @Override
  public void progress(String phase, int done, int total) {
    say(PROGRESS, new Clips(phase, done, total));
  }

  @Override
  public void message(String text) {
    say(MESSAGE, text);
  }

  @Override
  public void resumed(long steps) {
    say(RESUMED, steps);
  }

  @Override
  public void afterStep(StepReport report) {
    say(STEP, report);
  }

  @Override
  public void afterValidation(ValidationReport report) {
    say(VALIDATION, report);
  }

  /** What a line says; of a line that a library printed, nothing. */
  static JsonNode read(String line) {
    try {
      JsonNode read = Json.mapper().readTree(line);
      return read.isObject() ? read : Json.mapper().createObjectNode();
    } catch (JsonProcessingException e) {
      return Json.mapper().createObjectNode();
    }
  }

  static String event(JsonNode message) {
    return message.path("event").asText();
  }

  static <V> V value(JsonNode message, Class<V> type) {
    try {
      return Json.mapper().treeToValue(message.path("value"), type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not a message from a worker: " + message, e);
    }
  }

  /** Tells a listener what a message says about the course of a training. */
  static void pass(JsonNode message, ExperimentListener listener) {
    switch (event(message)) {
      case PROGRESS -> {
        Clips clips = value(message, Clips.class);
        listener.progress(clips.phase(), clips.done(), clips.total());
      }
      case MESSAGE -> listener.message(message.path("value").asText());
      case RESUMED -> listener.resumed(message.path("value").asLong());
      case STEP -> listener.afterStep(value(message, StepReport.class));
      case VALIDATION -> listener.afterValidation(value(message, ValidationReport.class));
      default -> {} // of another kind, or no message
    }
  }
}
