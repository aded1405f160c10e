package org.emoglot.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.emoglot.hub.FakeHub.LARGE;
import static org.emoglot.hub.FakeHub.LARGE_BYTES;
import static org.emoglot.hub.FakeHub.REPO;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.emoglot.hub.FakeHub.Door;
import org.emoglot.hub.FakeHub.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads and processes that use one cache at once, and those that die in it. */
class HubSharingTest {

  private final FakeHub hub = new FakeHub();

  @TempDir Path folder;

  @AfterEach
  void close() {
    hub.close();
  }

  @Test
  void file_manyThreadsAtOnce_isFetchedOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hub.plant(Door.CDN, hub.pauseAt(LARGE_BYTES / 3, gate));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> files = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        HubClient client = hub.client(folder); // as if they knew nothing of each other
        files.add(threads.submit(() -> client.file(REPO, "main", LARGE)));
      }
      await(() -> hub.requests(Door.HEAD).size() == 8);
      gate.countDown();
      for (Future<Path> file : files) {
        assertThat(file.get(20, TimeUnit.SECONDS)).hasBinaryContent(hub.content(LARGE));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(hub.requests(Door.CDN)).hasSize(1);
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
  }

  @Test
  void file_twoProcessesAtOnce_isFetchedOnce() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hub.plant(Door.CDN, hub.pauseAt(LARGE_BYTES / 3, gate));
    Process child = HubChild.start(hub, folder.resolve("cache"), LARGE);
    try {
      await(() -> hub.requests(Door.CDN).size() == 1);
      CompletableFuture<Path> own =
          CompletableFuture.supplyAsync(() -> hub.client(folder).file(REPO, "main", LARGE));
      await(() -> hub.requests(Door.HEAD).size() == 2);
      assertThat(own).as("waits for the other process").isNotDone();
      gate.countDown();
      assertThat(own.get(20, TimeUnit.SECONDS)).hasBinaryContent(hub.content(LARGE));
      assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
      String said =
          new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(child.exitValue()).as(said).isZero();
      // The machine may say something of its own before.
      String snapshot = said.substring(said.lastIndexOf('\n') + 1);
      assertThat(Path.of(snapshot).resolve(LARGE)).hasBinaryContent(hub.content(LARGE));
    } finally {
      child.destroyForcibly();
    }
    assertThat(hub.requests(Door.CDN)).hasSize(1);
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
  }

  @Test
  void file_processKilledInTheMiddle_isResumed() throws Exception {
    int half = LARGE_BYTES / 2;
    hub.plant(Door.CDN, hub.pauseAt(half, new CountDownLatch(1)));
    HubCache cache = new HubCache(folder.resolve("cache"), true);
    Path incomplete = cache.incomplete(new Asked(REPO, "main", LARGE), hub.etag(LARGE));
    Process child = HubChild.start(hub, folder.resolve("cache"), LARGE);
    try {
      await(() -> size(incomplete) == half);
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();

    List<Long> progress = new ArrayList<>();
    HubListener listener =
        new HubListener() {
          @Override
          public void progress(String fileName, long done, long total) {
            assertThat(fileName).isEqualTo(LARGE);
            assertThat(total).isEqualTo(LARGE_BYTES);
            progress.add(done);
          }
        };
    Path file = new HubClient(hub.options(folder, Map.of()), listener).file(REPO, "main", LARGE);
    assertThat(file).hasBinaryContent(hub.content(LARGE));
    assertThat(hub.requests(Door.CDN))
        .extracting(Request::range)
        .containsExactly("", "bytes=" + half + "-");
    assertThat(hub.contentBytes()).isEqualTo(LARGE_BYTES);
    assertThat(progress).isSorted().first().satisfies(p -> assertThat(p).isGreaterThan(half));
    assertThat(progress).last().isEqualTo((long) LARGE_BYTES);
    assertThat(Files.exists(incomplete)).isFalse();
  }

  @Test
  void acquire_interruptedWhileWaiting_givesUp() throws Exception {
    Path file = folder.resolve("x.lock");
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    try (BlobLock lock = BlobLock.acquire(file)) {
      Thread waiting =
          new Thread(
              () -> {
                try (BlobLock second = BlobLock.acquire(file)) {
                  end.complete(new IllegalStateException("let in: " + second));
                } catch (HubException | IOException e) {
                  end.complete(e);
                }
              });
      waiting.start();
      waiting.interrupt();
      assertThat(end.get(20, TimeUnit.SECONDS)).hasMessageContaining("interrupted");
      assertThat(lock).isNotNull();
    }
    try (BlobLock again = BlobLock.acquire(file)) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void file_interrupted_givesUp() {
    hub.plant(Door.HEAD, hub.silence());
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> hub.client(folder).file(REPO, "main", LARGE))
        .isInstanceOf(HubException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return -1;
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (long start = System.nanoTime(); !condition.getAsBoolean(); Thread.sleep(5)) {
      assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }
  }
}
