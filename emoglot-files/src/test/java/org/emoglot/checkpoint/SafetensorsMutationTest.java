package org.emoglot.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are broken at random. */
class SafetensorsMutationTest {

  private static final int MUTATIONS = 10_000;
  private static final long SEED = 20260101;
  private static final long MAX_ALLOCATED_BYTES = 256 << 10;

  @TempDir private Path folder;

  @Test
  void open_mutatedFile_isRefusedInOneSentenceOrReadWhole() throws IOException {
    byte[] sound = Files.readAllBytes(SafetensorsGoldenTest.REFERENCE);
    Random random = new Random(SEED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    readAll(SafetensorsGoldenTest.REFERENCE); // classes are loaded before the count
    int refused = 0;
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] mutated = mutate(sound, random);
      // A new file each time: to overwrite one waits for the disk.
      Path file = Files.write(folder.resolve("mutated" + i), mutated);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        assertThat(readAll(file))
            .as("bytes of tensors in mutation %d", i)
            .isLessThan(mutated.length);
      } catch (InvalidInputException e) {
        refused++;
        assertThat(e.getMessage())
            .as("mutation %d", i)
            .startsWith(file + ": expected ")
            .endsWith(".")
            .doesNotContain("\n")
            .hasSizeLessThan(1500);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for mutation %d", i)
          .isLessThan(MAX_ALLOCATED_BYTES);
      Files.delete(file);
    }
    assertThat(refused).as("refused of %d", MUTATIONS).isBetween(MUTATIONS / 2, MUTATIONS - 100);
  }

  private static long readAll(Path path) {
    long bytes = 0;
    try (Safetensors file = Safetensors.open(path)) {
      for (String name : file.names()) {
        DType dtype = file.entry(name).dtype();
        bytes += file.bytes(name).remaining();
        if (dtype.isFloating()) {
          assertThat((long) file.floats(name).length).isEqualTo(file.entry(name).elements());
        }
      }
    }
    return bytes;
  }

  /** One to four changes: a bit, a byte, a digit, a cut, an insertion or a repetition. */
  private static byte[] mutate(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(6)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> {
          while (at < bytes.length - 1 && (bytes[at] < '0' || bytes[at] > '9')) {
            at++;
          }
          bytes[at] = (byte) ('0' + random.nextInt(10));
        }
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> bytes = insert(bytes, at, new byte[] {(byte) random.nextInt(256)});
        default -> {
          int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
          bytes = insert(bytes, at, Arrays.copyOfRange(bytes, at, end));
        }
      }
    }
    return bytes;
  }

  private static byte[] insert(byte[] bytes, int at, byte[] inserted) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + inserted.length);
    System.arraycopy(inserted, 0, longer, at, inserted.length);
    System.arraycopy(bytes, at, longer, at + inserted.length, bytes.length - at);
    return longer;
  }
}
