package org.emoglot.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * First starts that are killed while they unpack the engine's libraries, or that do it at once.
 * JavaCPP by itself then ends with SIGBUS, for good.
 */
@Tag("slow")
class ColdStartTest {

  private static final int KILLS = Integer.getInteger("emoglot.kills", 50);
  private static final int DOUBLE_STARTS = Integer.getInteger("emoglot.doubleStarts", 20);

  @TempDir Path folder;

  private ColdStart children;

  @BeforeEach
  void findCache() {
    children = new ColdStart(EngineChild.class, folder);
  }

  @Test
  void start_afterOneThatWasKilledWhileUnpacking_works() throws Exception {
    long start = System.nanoTime();
    requireDone(children.start("whole"), "whole");
    long longest = System.nanoTime() - start;
    List<String> log = new ArrayList<>();
    int early = 0;
    for (int i = 0; i < KILLS; i++) {
      children.clear();
      Process child = children.start("killed");
      double share = SeededRandom.of(13, i).nextDouble();
      child.waitFor((long) (share * longest), TimeUnit.NANOSECONDS);
      child.destroyForcibly().waitFor();
      long bytes = children.cachedBytes();
      early += child.exitValue() == 0 ? 0 : 1;
      log.add("%d: killed at %.2f of a start, %d bytes there".formatted(i, share, bytes));
      Figures.write("cold-start-kills", String.join("\n", log));

      requireDone(children.start("after-" + i), "after-" + i);
    }
    assertThat(early).as(log.toString()).isGreaterThan(KILLS / 2);
  }

  @Test
  void start_twiceAtOnceWithAnEmptyCache_bothWork() throws Exception {
    for (int i = 0; i < DOUBLE_STARTS; i++) {
      children.clear();
      Process first = children.start("first-" + i);
      Thread.sleep(SeededRandom.of(14, i).nextInt(1000));
      Process second = children.start("second-" + i);
      requireDone(first, "first-" + i);
      requireDone(second, "second-" + i);
    }
  }

  /** What a cache may have become by the hand of JavaCPP, a full disk or a power failure. */
  @Test
  void start_withADamagedCache_mendsItAndThenTouchesNothing() throws Exception {
    requireDone(children.start("whole"), "whole");
    Path torch;
    try (Stream<Path> files = Files.walk(children.cache())) {
      torch = files.filter(path -> path.endsWith("libtorch_cpu.so")).findFirst().orElseThrow();
    }
    FileTime time = Files.getLastModifiedTime(torch);
    long size = Files.size(torch);
    for (long length : new long[] {size / 2, 0, size}) {
      try (var channel = Files.newByteChannel(torch, StandardOpenOption.WRITE)) {
        channel.truncate(length == size ? size - 4096 : length);
      }
      if (length == size) { // as long as it was, with zeros in the end
        Files.write(torch, new byte[4096], StandardOpenOption.APPEND);
      }
      Files.setLastModifiedTime(torch, time);
      requireDone(children.start("damaged-" + length), "damaged-" + length);
      assertThat(torch).hasSize(size);
      Map<String, String> mended = changes();
      requireDone(children.start("mended-" + length), "mended-" + length);
      assertThat(changes()).isEqualTo(mended);
    }
  }

  private void requireDone(Process child, String name) throws IOException, InterruptedException {
    ColdStart.End end = children.end(child, name);
    assertThat(end.exitCode()).as(name + ": " + end.said()).isZero();
    assertThat(end.said()).as(name).contains(EngineChild.DONE);
  }

  private Map<String, String> changes() throws IOException {
    Map<String, String> changes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(children.cache())) {
      for (Path file : files.filter(path -> !path.endsWith("lock")).toList()) {
        changes.put(
            file.toString(),
            Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS).toString());
      }
    }
    return changes;
  }
}
