package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.emoglot.io.FolderLock;
import org.emoglot.io.Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in processes of their own, on a few clips of the synthetic demo corpus. */
class ParallelGridTest {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  @TempDir static Path shared;
  private static Path manifests = Path.of("");
  private static Path preset = Path.of("");
  private static Path alone = Path.of("");

  @TempDir Path folder;

  /** The same trainings, one after the other in one process with one thread. */
  @BeforeAll
  static void prepare() throws Exception {
    manifests = TinyRun.manifests(Files.createDirectory(shared.resolve("m")), "de", "en", "es");
    preset = Files.writeString(shared.resolve("tiny.yaml"), "settings: [EN-DE]\n");
    alone = shared.resolve("alone");
    Ended ended = end(start(alone, 1, 1, 4, shared.resolve("alone.log")), "alone");
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err()).contains("Training 4 of 4, EN-DE-proposed-1: 3 done, 1 left");
  }

  /** How a process ended, and what it had said. */
  private record Ended(int exitCode, String err) {}

  private static List<String> args(Path out, int jobs, int steps) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "reproduce",
                "--preset",
                preset.toString(),
                "--manifests",
                manifests.toString(),
                "--systems",
                "baseline1,proposed",
                "--seeds",
                "0,1",
                "--features",
                shared.resolve("features").toString(),
                "--jobs",
                String.valueOf(jobs),
                "--out",
                out.toString()));
    args.addAll(TinyRun.options("--set", "training.steps=" + steps));
    return args;
  }

  private static Process start(Path out, int jobs, int threads, int steps, Path log)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Demoglot.home=" + System.getProperty("emoglot.home"),
                "-Demoglot.threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(args(out, jobs, steps));
    return new ProcessBuilder(command)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(log.toFile())
        .start();
  }

  private static Ended end(Process process, String name) throws Exception {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("%s has ended", name).isTrue();
    Path log = shared.resolve(name + ".log");
    return new Ended(
        process.exitValue(),
        Files.exists(log) ? Files.readString(log, StandardCharsets.UTF_8) : "");
  }

  private static void await(BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean() && System.nanoTime() - start < PATIENCE_NANOS) {
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
  }

  /** Figures, answers and weights are the same to the bit. */
  private static void assertSameResults(Path grid) throws IOException {
    assertThat(grid.resolve("results.json")).hasSameTextualContentAs(alone.resolve("results.json"));
    for (String run :
        List.of("EN-DE-baseline1-0", "EN-DE-baseline1-1", "EN-DE-proposed-0", "EN-DE-proposed-1")) {
      Path mine = grid.resolve("runs").resolve(run);
      Path whole = alone.resolve("runs").resolve(run);
      for (String file : List.of("predictions.csv", "model/model.safetensors")) {
        assertThat(mine.resolve(file)).as(run).hasSameBinaryContentAs(whole.resolve(file));
      }
      assertThat(Json.read(mine.resolve("run.json")).path("fingerprint"))
          .isEqualTo(Json.read(whole.resolve("run.json")).path("fingerprint"));
    }
  }

  @Test
  void reproduce_twoAtOnce_resultsAreThoseOfOneAfterTheOther() throws Exception {
    Path out = folder.resolve("two");

    Ended ended = end(start(out, 2, 2, 4, shared.resolve("two.log")), "two");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.err())
        .contains("Training 1 of 4, EN-DE-baseline1-0", "Training 2 of 4, EN-DE-baseline1-1")
        .contains("training: 4/4 trainings (100 %)");
    assertSameResults(out);
  }

  @Test
  void reproduce_killed_workersEndAndTheSameCommandGoesOn() throws Exception {
    Path out = folder.resolve("killed");
    Path runs = out.resolve("runs");
    Process parent = start(out, 2, 2, 4, shared.resolve("killed.log"));
    await(
        () ->
            Files.exists(runs.resolve("EN-DE-baseline1-0/audit.json"))
                || Files.exists(runs.resolve("EN-DE-baseline1-1/audit.json"))
                || !parent.isAlive());
    List<ProcessHandle> workers = parent.descendants().toList();
    assertThat(parent.isAlive()).as("is still at work").isTrue();
    assertThat(workers).as("its workers").hasSize(2);

    parent.destroyForcibly(); // SIGKILL: nothing of it can clean up

    assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();
    await(() -> workers.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
    assertThat(out.resolve("results.json")).doesNotExist();
    Ended again = end(start(out, 2, 2, 4, shared.resolve("again.log")), "again");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertSameResults(out);
  }

  @Test
  @Tag("slow")
  void reproduce_aWorkerIsKilled_othersAreKeptAndItsTrainingIsNamed() throws Exception {
    Path out = folder.resolve("worker");
    Process parent = start(out, 2, 2, 4, shared.resolve("worker.log"));
    await(() -> parent.descendants().count() == 2 || !parent.isAlive());
    parent.descendants().findFirst().orElseThrow().destroyForcibly();

    Ended ended = end(parent, "worker");

    assertThat(ended.exitCode()).as(ended.err()).isEqualTo(1);
    assertThat(ended.err())
        .containsPattern("Expected 4 trainings, found 1 that failed \\(the other 3 are kept, ")
        .containsPattern("EN-DE-baseline1-[01]: Its process ended with status 137");
    assertThat(Files.list(out.resolve("runs")).filter(r -> Files.exists(r.resolve("run.json"))))
        .hasSize(3);
    Ended again = end(start(out, 2, 2, 4, shared.resolve("worker2.log")), "worker2");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertSameResults(out);
  }

  @Test
  @Tag("slow")
  void reproduce_interrupted_endsItsWorkersAndGoesOn() throws Exception {
    Path out = folder.resolve("interrupted");
    Process parent = start(out, 2, 2, 4, shared.resolve("interrupted.log"));
    await(() -> parent.descendants().count() == 2 || !parent.isAlive());
    List<ProcessHandle> workers = parent.descendants().toList();

    parent.destroy(); // SIGTERM

    Ended ended = end(parent, "interrupted");
    assertThat(ended.err())
        .containsOnlyOnce("Interrupted: the same command resumes where it stopped.");
    assertThat(ended.err()).doesNotContain("Failed", "Expected", "error");
    assertThat(ended.exitCode()).as("128 + SIGTERM").isEqualTo(143);
    assertThat(workers).hasSize(2).noneMatch(ProcessHandle::isAlive);
    Ended again = end(start(out, 2, 2, 4, shared.resolve("again2.log")), "again2");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertSameResults(out);
  }

  @Test
  void reproduce_oneTrainingCannotBeDone_isNamedAndTheOthersAreKept() throws Exception {
    for (int jobs : List.of(1, 2)) {
      Path out = folder.resolve("failing" + jobs);
      Path other = out.resolve("runs/EN-DE-proposed-0");
      Files.createDirectories(other.getParent());
      try (FolderLock held =
          FolderLock.take(Files.createDirectory(other).resolve(".lock"), "training", other)) {
        Captured run = Captured.run(args(out, jobs, 4).toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
            .contains("Expected 4 trainings, found 1 that failed (the other 3 are kept")
            .contains("EN-DE-proposed-0: Expected to be alone in " + other);
      }
      assertThat(other.resolve("run.json")).doesNotExist();
      assertThat(out.resolve("runs/EN-DE-proposed-1/run.json")).exists();
    }
  }

  @Test
  void reproduce_noTrainingAtOnce_exitsWith2() {
    Captured run = Captured.run(args(folder.resolve("none"), -1, 4).toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Expected at least one training at once, found --jobs -1");
  }

  @Test
  void processors_rangesOfTheSystem_areRead() {
    assertThat(Processors.parse("0-2,8")).containsExactly(0, 1, 2, 8);
    assertThat(Processors.parse("5")).containsExactly(5);
    assertThat(Processors.holding(0, 1, Integer.MAX_VALUE)).as("more than there are").isEmpty();
  }
}
