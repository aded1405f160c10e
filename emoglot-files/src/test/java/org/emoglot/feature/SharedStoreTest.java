package org.emoglot.feature;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store and several processes, some of which are killed (SIGKILL) at random moments. */
class SharedStoreTest {

  private static final int ENDLESS = Integer.MAX_VALUE;
  private static final long LONGEST_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  @TempDir Path folder;

  private final List<String> warnings = new ArrayList<>();

  private FeatureStore open(long maxBytes) {
    return FeatureStore.open(new FeatureStoreOptions(folder, maxBytes), warnings::add);
  }

  private long files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve(name))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** Of every clip that can be got; returns how many. */
  private static int requireRight(FeatureStore store, int clips) {
    int found = 0;
    for (int clip = 0; clip < clips; clip++) {
      PreparedClip got = store.get(Clips.key(clip)).orElse(null);
      if (got != null) {
        assertThat(got.copy()).as("clip %d", clip).containsExactly(Clips.values(clip));
        found++;
      }
    }
    return found;
  }

  @Test
  void put_processesKilledAtAnyMoment_leavesWholeEntriesAlone() throws Exception {
    int kills = 12;
    int clips = 20_000;
    long limit = 400 * Clips.bytes(0);
    int halves = 0;
    List<Integer> found = new ArrayList<>();
    for (int kill = 0; kill < kills; kill++) {
      Process child = StoreChild.start(folder, limit, clips, kill, ENDLESS);
      try (BufferedReader said = child.inputReader()) {
        assertThat(said.readLine()).isEqualTo(StoreChild.BEGINS);
        LockSupport.parkNanos((long) (SeededRandom.of(99, kill).nextDouble() * LONGEST_LIFE_NANOS));
        if (kill == kills - 1) {
          waitForAnEntry(child);
        }
        child.destroyForcibly();
      }
      assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
      halves += (int) files("writing");

      FeatureStore store = open(limit);
      assertThat(files("writing")).as("left over after kill %d", kill).isZero();
      FeatureStore.Usage usage = FeatureStore.usage(folder);
      assertThat(usage.bytes()).isLessThanOrEqualTo(limit);
      found.add(requireRight(store, clips));
      assertThat(found.get(kill)).isEqualTo(usage.clips());
    }
    Figures.write(
        "feature-store-kills",
        "%d processes killed; %d left half an entry; entries, all right: %s"
            .formatted(kills, halves, found));
    assertThat(found.get(kills - 1)).isPositive();
    assertThat(warnings).as("no entry was damaged").isEmpty();
  }

  /** On a busy machine a process may be killed before it has written anything. */
  private void waitForAnEntry(Process child) {
    while (child.isAlive() && FeatureStore.usage(folder).clips() == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Test
  void put_severalProcessesAtOnce_areRightAndWithinTheLimit() throws Exception {
    int clips = 300;
    long limit = 250 * Clips.bytes(0); // too little for all
    List<Process> children = new ArrayList<>();
    for (int seed = 0; seed < 4; seed++) {
      children.add(StoreChild.start(folder, limit, clips, seed, 3000));
    }
    boolean running = true;
    while (running) {
      running = children.stream().anyMatch(Process::isAlive);
      try (Ledger ledger = Ledger.take(folder.resolve("lock"))) { // nothing moves meanwhile
        assertThat(FeatureStore.usage(folder).bytes())
            .isLessThanOrEqualTo(limit)
            .isLessThanOrEqualTo(ledger.bytes());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    for (Process child : children) {
      String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(child.waitFor()).as(said).isZero();
      assertThat(said).doesNotContain("damaged").doesNotContain("cannot be");
    }
    assertThat(files("writing")).isZero();
    int found = requireRight(open(limit), clips);
    assertThat(found).isGreaterThan(clips / 2);
    assertThat(warnings).isEmpty();
    Figures.write(
        "feature-store-processes",
        "4 processes, 12000 uses of %d clips: %d kept within the limit".formatted(clips, found));
  }
}
