package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * First starts of FFmpeg that are killed while they unpack its libraries, or that do it at once.
 */
@Tag("slow")
class ColdStartTest {

  private static final int KILLS = Integer.getInteger("emoglot.kills", 50);
  private static final int DOUBLE_STARTS = Integer.getInteger("emoglot.doubleStarts", 20);

  @TempDir Path folder;

  private ColdStart children;

  @BeforeEach
  void findCache() {
    children = new ColdStart(DecodingChild.class, folder);
  }

  @Test
  void decode_afterOneThatWasKilledWhileUnpacking_works() throws Exception {
    long start = System.nanoTime();
    requireDone(children.start("whole"), "whole");
    long longest = System.nanoTime() - start;
    Random random = new Random(15);
    List<String> log = new ArrayList<>();
    int early = 0;
    for (int i = 0; i < KILLS; i++) {
      children.clear();
      Process child = children.start("killed");
      child.waitFor((long) (random.nextDouble() * longest), TimeUnit.NANOSECONDS);
      child.destroyForcibly().waitFor();
      early += child.exitValue() == 0 ? 0 : 1;
      log.add("%d: killed with %d bytes there".formatted(i, children.cachedBytes()));

      requireDone(children.start("after-" + i), "after-" + i + log);
    }
    assertThat(early).as(log.toString()).isGreaterThan(KILLS / 2);
  }

  @Test
  void decode_twiceAtOnceWithAnEmptyCache_bothWork() throws Exception {
    Random random = new Random(16);
    for (int i = 0; i < DOUBLE_STARTS; i++) {
      children.clear();
      Process first = children.start("first-" + i);
      Thread.sleep(random.nextInt(500));
      Process second = children.start("second-" + i);
      requireDone(first, "first-" + i);
      requireDone(second, "second-" + i);
    }
  }

  private void requireDone(Process child, String name) throws IOException, InterruptedException {
    ColdStart.End end = children.end(child, name.replaceAll("\\[.*", ""));
    assertThat(end.exitCode()).as(name + ": " + end.said()).isZero();
    assertThat(end.said()).as(name).contains(DecodingChild.DONE);
  }
}
