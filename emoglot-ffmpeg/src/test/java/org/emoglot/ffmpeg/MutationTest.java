package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.Pointer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.Waveform;
import org.emoglot.fuzz.Mutations;
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
      Files.write(file, Mutations.of(original, random));
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
}
