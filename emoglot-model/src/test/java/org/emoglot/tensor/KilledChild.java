package org.emoglot.tensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.emoglot.sampling.SeededRandom;

/**
 * A Java process that works in a folder, says on its standard output where it is, and is killed by
 * the system (SIGKILL).
 *
 * @param main its class; the only argument is the folder
 */
public record KilledChild(Class<?> main, Path out) {

  private static final long LONGEST_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(12);
  private static final long LONGEST_WATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long WATCH_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** When it dies, after the line that is waited for. */
  public enum Moment {
    /** A random while later. */
    LATER,
    /** As soon as a file is seen half written. */
    WRITING
  }

  /**
   * Kills it when it has said a line often enough.
   *
   * @param line how the line begins
   * @param times how often it is said, at least once
   * @return what it said last before that
   */
  public String killAfter(String line, int times, Moment moment, SeededRandom random)
      throws IOException, InterruptedException {
    Process child = start();
    String last = "nothing";
    try (BufferedReader said = child.inputReader()) {
      int seen = 0;
      while (seen < times) {
        String next = said.readLine();
        if (next == null) {
          break;
        }
        last = next;
        seen += next.startsWith(line) ? 1 : 0;
      }
      switch (moment) {
        case WRITING -> awaitTemporaryFile(temporaryFiles());
        case LATER -> LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_DELAY_NANOS));
      }
      child.destroyForcibly();
    }
    requireEnd(child);
    return last;
  }

  /** Lets it go on to its end, and says what it said last. */
  public String finish() throws IOException, InterruptedException {
    Process child = start();
    String last = "nothing";
    try (BufferedReader said = child.inputReader()) {
      for (String next = said.readLine(); next != null; next = said.readLine()) {
        last = next;
      }
    }
    requireEnd(child);
    return last;
  }

  /** Files that a writer has begun and not finished. */
  public long temporaryFiles() throws IOException {
    if (!Files.exists(out)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> String.valueOf(file.getFileName()).endsWith(".tmp")).count();
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  /** Starts it and leaves it alone. */
  public Process start() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Demoglot.threads=" + Engine.info().threads(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            out.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void awaitTemporaryFile(long before) throws IOException {
    long start = System.nanoTime();
    while (temporaryFiles() <= before && System.nanoTime() - start < LONGEST_WATCH_NANOS) {
      LockSupport.parkNanos(WATCH_EVERY_NANOS);
    }
  }

  private static void requireEnd(Process child) throws InterruptedException {
    if (!child.waitFor(60, TimeUnit.SECONDS)) {
      child.destroyForcibly();
      throw new AssertionError("The child has not ended");
    }
  }
}
