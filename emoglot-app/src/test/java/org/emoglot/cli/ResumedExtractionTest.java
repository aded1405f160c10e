package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.emoglot.io.Json;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An extraction that is killed or interrupted, again and again, ends with the bytes of one that was
 * left alone, and does not repeat what was done.
 */
class ResumedExtractionTest {

  /** Four parts of at most 64. */
  private static final int CLIPS = 200;

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long LOOK_EVERY_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  @TempDir private static Path shared;
  @TempDir private Path folder;

  @BeforeAll
  static void writeClips() throws IOException {
    for (int i = 0; i < CLIPS; i++) {
      SeededRandom random = SeededRandom.of(1, i);
      float[] samples = new float[2000 + random.nextInt(6000)];
      for (int n = 0; n < samples.length; n++) {
        samples[n] = (random.nextInt(20_001) - 10_000) / 32768F;
      }
      GoldenClips.write(samples, shared.resolve("%d/%03d.wav".formatted(i % 3, i)));
    }
    Files.writeString(shared.resolve("1/bad.wav"), "no WAV");
  }

  @ParameterizedTest
  @CsvSource({"utterance,parquet", "frame,npy"})
  void extract_killedAtEveryPart_endsAsTheWholeRun(String level, String format) throws Exception {
    Path whole = folder.resolve("whole");
    assertThat(Captured.run(args(whole, level, format)).exitCode()).isEqualTo(2); // the bad file
    Path out = folder.resolve("killed");
    Path unfinished = out.resolve(".unfinished");
    Map<Path, FileTime> written = new LinkedHashMap<>();

    for (int part = 0; part < 3; part++) {
      Process child = child(out, level, format);
      Path finished = unfinished.resolve("part-%05d.json".formatted(part));
      await(() -> Files.exists(finished) || !child.isAlive());
      child.destroyForcibly();
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("the child is dead").isTrue();
      assertThat(finished).exists();
      assertThat(out.resolve("report.json")).doesNotExist();
      written.put(finished, Files.getLastModifiedTime(finished));
      for (Map.Entry<Path, FileTime> earlier : written.entrySet()) {
        assertThat(Files.getLastModifiedTime(earlier.getKey()))
            .as("%s is not written again", earlier.getKey())
            .isEqualTo(earlier.getValue());
      }
    }
    Captured last = Captured.run(args(out, level, format));

    assertThat(last.exitCode()).as(last.err()).isEqualTo(2);
    assertThat(last.err()).contains("Resuming after the");
    assertSameResults(out, whole);
  }

  @Test
  void extract_interrupted_refusesOtherSettingsAndGoesOn() throws Exception {
    Path whole = folder.resolve("whole");
    Captured.run(args(whole, "utterance", "npy"));
    Path out = folder.resolve("interrupted");
    Thread worker = Thread.currentThread();
    Path first = out.resolve(".unfinished/part-00000.json");
    Thread watcher =
        new Thread(
            () -> {
              await(() -> Files.exists(first));
              worker.interrupt();
            });
    watcher.start();

    Captured stopped = Captured.run(args(out, "utterance", "npy"));
    watcher.join();
    Thread.interrupted(); // what follows shall not see it

    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
    assertThat(stopped.err()).endsWith("Interrupted: the same command resumes where it stopped.\n");
    assertThat(first).exists();
    assertThat(out.resolve("report.json")).doesNotExist();
    Captured other = Captured.run(args(out, "utterance", "parquet"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("found one of format npy: choose another --out");
    Captured resumed = Captured.run(args(out, "utterance", "npy"));
    assertThat(resumed.err()).contains("Resuming after the 64 clips that are done.");
    assertSameResults(out, whole);
  }

  @Test
  void extract_whileAnotherIsAtWork_isRefused() throws IOException {
    Path out = folder.resolve("busy");
    Path lock = Files.createDirectories(out.resolve(".unfinished")).resolve("lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      assertThat(held.isValid()).isTrue();
      Captured second = Captured.run(args(out, "utterance", "npy"));
      assertThat(second.exitCode()).isEqualTo(2);
      assertThat(second.err()).startsWith("Expected to be alone in " + out);
    }
  }

  private static String[] args(Path out, String level, String format) {
    return new String[] {
      "extract",
      "--backbone",
      GoldenClips.BACKBONE.toString(),
      "--level",
      level,
      "--format",
      format,
      "--out",
      out.toString(),
      shared.toString()
    };
  }

  private static Process child(Path out, String level, String format) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Demoglot.home=" + System.getProperty("emoglot.home"),
                "-Demoglot.threads=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args(out, level, format)));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** All files are the same to the byte but the report, which says when it was written. */
  private static void assertSameResults(Path out, Path whole) throws IOException {
    List<String> names = ExtractCommandTest.names(whole);
    assertThat(ExtractCommandTest.names(out)).isEqualTo(names).hasSizeGreaterThan(1);
    for (String name : names) {
      if (!name.equals("report.json")) {
        assertThat(out.resolve(name)).hasSameBinaryContentAs(whole.resolve(name));
      }
    }
    for (String part : List.of("settings", "counts", "files", "skipped")) {
      assertThat(Json.read(out.resolve("report.json")).path(part))
          .isEqualTo(Json.read(whole.resolve("report.json")).path(part));
    }
    assertThat(Json.read(out.resolve("report.json")).at("/counts/embedded").asInt())
        .isEqualTo(CLIPS);
  }
}
