package org.emoglot.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;
import org.emoglot.tensor.Engine;
import org.emoglot.tensor.Precision;

/**
 * Answers requests, one JSON object a line, on standard input with one line each on standard
 * output; it ends when there are no more.
 *
 * <pre>Worker SETTING FOLDER</pre>
 *
 * <p>Settings: {@code fp32} and {@code bf16} answer {@code {"do": "extract", "out": FILE}} (the
 * file is optional); {@code step} and {@code step-bf16} answer {@code {"do": "step", "number": n,
 * "features": "cold"}} or {@code "warm"}; {@code predict} answers {@code {"do": "predict"}}; {@code
 * bundled-onnx} and {@code bundled-torch} answer as {@code fp32} does, with probabilities of the
 * bundled model; {@code prepare} writes what the other sides need and answers nothing more. The
 * first line tells the setting and the engine.
 */
public final class Worker {

  private final BufferedReader requests;
  private final PrintStream answers;

  Worker(BufferedReader requests, PrintStream answers) {
    this.requests = requests;
    this.answers = answers;
  }

  /** What a setting does with its folder, until there are no more requests. */
  @FunctionalInterface
  interface Side {
    void serve(BenchmarkFolder folder, Worker worker);
  }

  /** Runs one setting on one folder. */
  public static void main(String[] args) {
    if (args.length != 2) {
      throw new InvalidInputException(
          "Expected a setting and a folder, found %d words.".formatted(args.length));
    }
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    new Worker(requests, System.out).run(args[0], Path.of(args[1]));
  }

  void run(String setting, Path folder) {
    Side side =
        switch (setting) {
          case "prepare" -> (all, worker) -> Preparing.write(all);
          case "fp32", "bf16" -> new Extracting(Precision.of(setting));
          case "step" -> new Stepping(Precision.FP32);
          case "step-bf16" -> new Stepping(Precision.BF16);
          case "predict" -> new Predicting();
          case "bundled-onnx" -> new Answering("onnx");
          case "bundled-torch" -> new Answering("torch");
          default ->
              throw new InvalidInputException(
                  "Expected a setting prepare, fp32, bf16, step, step-bf16, predict, bundled-onnx or bundled-torch, found '%s'."
                      .formatted(setting));
        };
    side.serve(BenchmarkFolder.open(folder), this);
  }

  /** Says that everything is loaded. */
  void ready(String setting) {
    answer(Map.of("ready", setting, "engine", Engine.info()));
  }

  /** The next request; a missing node when there are no more. */
  JsonNode next() {
    try {
      String line = requests.readLine();
      return Json.mapper().readTree(line == null ? "" : line);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a JSON object on one line, found: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the next request: " + e.getMessage(), e);
    }
  }

  void answer(Object value) {
    answers.println(Json.writeLine(value));
    answers.flush();
  }

  /** Seconds since a {@link System#nanoTime}. */
  static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
