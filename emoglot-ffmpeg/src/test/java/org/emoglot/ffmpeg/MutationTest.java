package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Twenty thousand damaged files: each is decoded or refused, in bounded time and memory. */
class MutationTest {

  private static final int MUTATIONS = 2000;

  /** What one damaged file of at most a few dozen kilobytes may take. */
  private static final long MAX_MILLIS = 10_000;

  private static final long MAX_HEAP_MEBIBYTES = 128;

  /** Of the whole process, with what the Java heap takes before it is collected. */
  private static final long MAX_GROWTH_MEBIBYTES = 512;

  private static final int[] TELLING_SIZES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0xFFFFFF, 0x10000000, 1 << 16
  };

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "extensible24.wav,11",
    "alaw.wav,12",
    "flac.ogg,13",
    "alac.m4a,14",
    "pcm.aiff,15",
    "flac.flac,21",
    "id3.mp3,22",
    "vorbis.ogg,23",
    "opus.webm,24",
    "aac.m4a,25",
  })
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void read_mutatedFile_isDecodedOrRefusedWithinBounds(String name, long seed) throws Exception {
    byte[] original = Samples.bytes(name);
    Samples.READER.read(Samples.file(name));
    Path file = folder.resolve("mutated-" + name);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long residentBefore = Pointer.physicalBytes();
    int decoded = 0;
    long slowest = 0;
    long mostHeap = 0;
    long mostResident = residentBefore;
    for (int i = 0; i < MUTATIONS; i++) {
      Random random = new Random(seed * MUTATIONS + i);
      Files.write(file, mutate(original, random));
      long heapBefore = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      try {
        Waveform waveform = Samples.READER.read(file);
        decoded++;
        assertThat(waveform.samples().length).isBetween(1, AudioClip.MAX_SAMPLES);
        for (float sample : waveform.samples()) {
          assertThat(Float.isFinite(sample)).isTrue();
        }
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).contains(file.toString()).doesNotContain("\n").endsWith(".");
      }
      slowest = Math.max(slowest, (System.nanoTime() - start) / 1_000_000);
      mostHeap = Math.max(mostHeap, threads.getCurrentThreadAllocatedBytes() - heapBefore);
      if (i % 50 == 0) {
        mostResident = Math.max(mostResident, Pointer.physicalBytes());
      }
    }
    assertThat(decoded).as("decoded").isBetween(1, MUTATIONS - 1);
    assertThat(slowest).as("milliseconds of the slowest").isLessThan(MAX_MILLIS);
    assertThat(mostHeap >> 20).as("MiB of the most heap").isLessThan(MAX_HEAP_MEBIBYTES);
    assertThat((mostResident - residentBefore) >> 20)
        .as("growth of resident memory in MiB")
        .isLessThan(MAX_GROWTH_MEBIBYTES);
  }

  /** One to three edits. */
  private static byte[] mutate(byte[] original, Random random) {
    byte[] bytes = original.clone();
    int edits = 1 + random.nextInt(3);
    for (int i = 0; i < edits && bytes.length > 8; i++) {
      bytes = edit(bytes, random);
    }
    return bytes;
  }

  private static byte[] edit(byte[] bytes, Random random) {
    int length = bytes.length;
    // Half of the edits hit the headers at the beginning, or the index at the end.
    int zone = Math.min(length, 300);
    int at =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(zone);
          case 1 -> length - 1 - random.nextInt(zone);
          default -> random.nextInt(length);
        };
    int range = Math.min(length - at, 1 + random.nextInt(1 << (1 + random.nextInt(11))));
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        for (int i = at; i < at + Math.min(range, 16); i++) {
          bytes[i] = (byte) random.nextInt();
        }
      }
      case 2 -> {
        return Arrays.copyOf(bytes, at + 1);
      }
      case 3 -> {
        return splice(bytes, at, at + range, new byte[0]);
      }
      case 4 -> {
        return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + range));
      }
      case 5 -> Arrays.fill(bytes, at, at + range, (byte) 0);
      default -> {
        int size = TELLING_SIZES[random.nextInt(TELLING_SIZES.length)];
        int position = Math.min(at, length - 4);
        ByteBuffer.wrap(bytes)
            .putInt(position, random.nextBoolean() ? size : Integer.reverseBytes(size));
      }
    }
    return bytes;
  }

  /** Puts something in the place of {@code [from, to)}. */
  private static byte[] splice(byte[] bytes, int from, int to, byte[] put) {
    byte[] spliced = new byte[bytes.length - (to - from) + put.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(put, 0, spliced, from, put.length);
    System.arraycopy(bytes, to, spliced, from + put.length, bytes.length - to);
    return spliced;
  }
}
