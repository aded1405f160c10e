package org.emoglot.natives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NativeLibrariesTest {

  private static final String BIG = System.mapLibraryName(FakeJar.LIBRARY);

  @TempDir Path folder;

  private Path cache;
  private FakeJar jar;

  @BeforeEach
  void makeJar() throws IOException {
    cache = folder.resolve("cache");
    jar = FakeJar.in(folder);
  }

  /** What may have become of the cache since it was whole. */
  private enum Damage {
    TRUNCATED {
      @Override
      void to(Path file) throws IOException {
        rewrite(file, java.util.Arrays.copyOf(Files.readAllBytes(file), 1000));
      }
    },
    EMPTY {
      @Override
      void to(Path file) throws IOException {
        rewrite(file, new byte[0]);
      }
    },
    LONGER {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        rewrite(file, java.util.Arrays.copyOf(bytes, bytes.length + 1));
      }
    },
    ONE_BYTE_CHANGED {
      @Override
      void to(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        rewrite(file, bytes);
      }
    },
    ZEROS {
      @Override
      void to(Path file) throws IOException {
        rewrite(file, new byte[(int) Files.size(file)]);
      }
    },
    GONE {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
      }
    },
    A_FOLDER {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createDirectories(file.resolve("with/folders"));
      }
    },
    A_DANGLING_LINK {
      @Override
      void to(Path file) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("nowhere"));
      }
    },
    WITHOUT_ITS_FOLDER {
      @Override
      void to(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.getParent())) {
          for (Path other : files.toList()) {
            Files.delete(other);
          }
        }
        Files.delete(file.getParent());
        Files.writeString(file.getParent(), "a file");
      }
    },
    ANOTHER_TIME {
      @Override
      void to(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
      }
    };

    abstract void to(Path file) throws IOException;

    /** Its time stays: JavaCPP itself would see no difference. */
    private static void rewrite(Path file, byte[] bytes) throws IOException {
      FileTime time = Files.getLastModifiedTime(file);
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, time);
    }
  }

  @Test
  void load_emptyCache_holdsEveryLibraryWholeAndNothingElse() throws IOException {
    load();

    assertThat(found()).containsExactlyInAnyOrderEntriesOf(jar.libraries());
    assertThat(Files.getLastModifiedTime(jar.folder(cache).resolve(BIG)).toInstant())
        .hasToString("2026-02-20T00:32:00Z"); // by which JavaCPP knows that it is up to date
    assertThat(temporaryFiles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void load_damagedCache_isMendedBeforeAnythingIsLoaded(Damage damage) throws IOException {
    load();
    damage.to(jar.folder(cache).resolve(BIG));
    List<Map<String, byte[]>> seen = new ArrayList<>();

    jar.libraries(cache).load(() -> seen.add(found()));

    assertThat(seen).hasSize(1);
    assertThat(seen.get(0)).containsExactlyInAnyOrderEntriesOf(jar.libraries());
    assertThat(Files.getLastModifiedTime(jar.folder(cache).resolve(BIG)).toInstant())
        .hasToString("2026-02-20T00:32:00Z");
  }

  @Test
  void load_wholeCache_writesNothing() throws IOException {
    load();
    load();
    Map<String, String> before = changeTimes();

    load();

    assertThat(changeTimes()).isEqualTo(before);
  }

  @Test
  void load_otherPrograms_filesOfTheSameLibrariesStay() throws IOException {
    load();
    Path copy = jar.folder(cache).resolve("librenamed.so.5"); // as JavaCPP makes for OpenBLAS
    Files.write(copy, jar.libraries().get("libsmall.so.5"));
    Path link =
        Files.createSymbolicLink(
            jar.folder(cache).resolve("libsmall.so"), Path.of("libsmall.so.5"));
    Path half = Files.write(jar.folder(cache).resolve("libhalf.so.5"), new byte[] {1, 2, 3});

    load();

    assertThat(copy).exists();
    assertThat(link).isSymbolicLink().exists();
    assertThat(half).doesNotExist();
  }

  @Test
  void load_leftByAKilledProcess_isCleanedAway() throws IOException {
    Path folder = jar.folder(cache);
    Files.createDirectories(folder);
    Files.write(folder.resolve(BIG), new byte[10]);
    Files.createDirectories(cache.resolve(".emoglot"));
    Files.write(cache.resolve(".emoglot/8a8c0f8e.tmp"), new byte[10]);

    load();

    assertThat(found()).containsExactlyInAnyOrderEntriesOf(jar.libraries());
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void load_thatFails_isVerifiedAgain() throws IOException {
    assertThatThrownBy(
            () ->
                jar.libraries(cache)
                    .load(
                        () -> {
                          throw new UnsatisfiedLinkError("no such symbol");
                        }))
        .isInstanceOf(UnsatisfiedLinkError.class);
    try (Stream<Path> files = Files.list(cache.resolve(".emoglot"))) {
      assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("lock");
    }
    load();
    assertThat(found()).containsExactlyInAnyOrderEntriesOf(jar.libraries());
  }

  @Test
  void load_interrupted_isCancelledAndLeavesNothingHalfDone() throws IOException {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(this::load).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(temporaryFiles()).isEmpty();
    load();
    assertThat(found()).containsExactlyInAnyOrderEntriesOf(jar.libraries());
  }

  @Test
  void load_interruptedInJavaCpp_isCancelled() {
    assertThatThrownBy(
            () ->
                jar.libraries(cache)
                    .load(
                        () -> {
                          Thread.currentThread().interrupt();
                          throw new UnsatisfiedLinkError("Could not find jnibig");
                        }))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void load_bySeveralThreads_unpacksOnceAndOneAfterTheOther() throws Exception {
    int threads = 6;
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Map<String, byte[]>>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        futures.add(
            pool.submit(
                () -> {
                  start.await();
                  List<Map<String, byte[]>> seen = new ArrayList<>();
                  jar.libraries(cache)
                      .load(
                          () -> {
                            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                            seen.add(found());
                            inside.decrementAndGet();
                          });
                  return seen.get(0);
                }));
      }
      start.countDown();
      for (Future<Map<String, byte[]>> future : futures) {
        assertThat(future.get(30, TimeUnit.SECONDS))
            .containsExactlyInAnyOrderEntriesOf(jar.libraries());
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void load_damagedJar_saysSo() throws IOException {
    byte[] bytes = Files.readAllBytes(jar.path());
    for (int i = 0; i < 50; i++) { // noise is stored nearly as it is: no inflater notices
      bytes[200_000 + i] ^= 1;
    }
    Files.write(jar.path(), bytes);

    assertThatThrownBy(this::load)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Cannot put native libraries into " + cache)
        .hasMessageContaining(BIG)
        .hasMessageContaining("org.bytedeco.javacpp.cachedir");
    assertThat(jar.folder(cache).resolve(BIG)).doesNotExist();
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void load_cacheIsAFile_saysWhatToDo() throws IOException {
    Files.writeString(cache, "a file");

    assertThatThrownBy(this::load)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Cannot put native libraries into " + cache);
  }

  @Test
  void load_librariesOfAFolder_areLeftToJavaCpp() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes").resolve(FakeJar.FOLDER));
    Files.write(classes.resolve(BIG), new byte[10]);
    AtomicInteger loads = new AtomicInteger();
    try (java.net.URLClassLoader loader =
        new java.net.URLClassLoader(
            new java.net.URL[] {folder.resolve("classes").toUri().toURL()}, null)) {

      new NativeLibraries(cache)
          .beside(loader, FakeJar.FOLDER, FakeJar.LIBRARY)
          .beside(loader, FakeJar.FOLDER, "nosuch")
          .load(loads::incrementAndGet);
    }

    assertThat(loads).hasValue(1);
  }

  private void load() {
    jar.libraries(cache).load(() -> {});
  }

  private Map<String, byte[]> found() {
    Map<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> files = Files.list(jar.folder(cache))) {
      for (Path file : files.toList()) {
        found.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> changeTimes() throws IOException {
    Map<String, String> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(cache)) {
      for (Path file : files.filter(path -> !path.endsWith("lock")).toList()) {
        times.put(
            file.toString(),
            Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS).toString());
      }
    }
    return times;
  }

  private List<Path> temporaryFiles() throws IOException {
    Path own = cache.resolve(".emoglot");
    if (!Files.isDirectory(own)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(own)) {
      return files.filter(file -> file.toString().endsWith(".tmp")).toList();
    }
  }
}
