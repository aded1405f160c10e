package org.emoglot.grid;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/** The trainings that failed while others went on. */
final class TrainingFailures {

  private final Map<String, RuntimeException> failures = new LinkedHashMap<>();

  void add(String run, RuntimeException why) {
    failures.put(run, why);
  }

  /**
   * Fails if one failed.
   *
   * @param done trainings with stored results
   * @throws InvalidInputException if nothing but input that cannot be used is to blame
   */
  void raise(int done, int all) {
    if (failures.isEmpty()) {
      return;
    }
    boolean input =
        failures.values().stream().allMatch(why -> why instanceof InvalidInputException);
    if (input && failures.size() == 1 && all == 1) {
      throw failures.values().iterator().next();
    }
    String which =
        failures.entrySet().stream()
            .map(entry -> entry.getKey() + ": " + sentence(entry.getValue()))
            .collect(Collectors.joining(" "));
    String sentence =
        "Expected %d trainings, found %d that failed (the other %d are kept, and the same command tries again): %s"
            .formatted(all, failures.size(), done, which);
    RuntimeException failure =
        input ? new InvalidInputException(sentence) : new WorkerFailure(sentence);
    failures.values().forEach(failure::addSuppressed);
    throw failure;
  }

  private static String sentence(RuntimeException why) {
    String message = why.getMessage();
    String text = message == null ? why.toString() : message;
    return text.endsWith(".") ? text : text + ".";
  }
}
