package org.emoglot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Which processors this process may use, and how to hold another one to some of them. Two programs
 * that both spread their threads over the same processors slow each other many times over, since
 * threads that wait for each other spin.
 */
final class Processors {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";
  private static final long PATIENCE_SECONDS = 5;

  private Processors() {}

  /** Their numbers; none where the system does not say. */
  static List<Integer> allowed() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> parse(line.substring(ALLOWED.length()).strip()))
          .findFirst()
          .orElse(List.of());
    } catch (IOException e) {
      return List.of(); // not a Linux
    }
  }

  /** Reads numbers and ranges, such as {@code 0-3,8}. */
  static List<Integer> parse(String ranges) {
    List<Integer> numbers = new ArrayList<>();
    for (String range : ranges.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1].strip());
      for (int number = Integer.parseInt(ends[0].strip()); number <= last; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /**
   * The words before a command that hold it to some of the processors; none where that does not go.
   *
   * @param place which of several such commands it is, from 0
   * @param each processors for each
   * @param places how many commands there are
   */
  static List<String> holding(int place, int each, int places) {
    List<Integer> allowed = allowed();
    if (allowed.size() < (long) each * places) {
      return List.of();
    }
    List<String> mine =
        allowed.subList(place * each, (place + 1) * each).stream().map(String::valueOf).toList();
    List<String> words = List.of("taskset", "-c", String.join(",", mine));
    return works(words) ? words : List.of();
  }

  private static boolean works(List<String> words) {
    List<String> command = new ArrayList<>(words);
    command.add("true");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false; // there is no taskset
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
