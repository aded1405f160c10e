package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.AudioFormat;
import org.emoglot.audio.AudioHead;
import org.emoglot.audio.ForeignContent;
import org.emoglot.audio.Waveform;
import org.emoglot.fuzz.Mutations;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeded damage to a file of every format, and bytes of no format at all: each is decoded or
 * refused in one sentence, in bounded time.
 */
class AudioFuzzTest {

  /** Of every format together, always. */
  private static final int FEW = 40;

  /** Of every format, with the profile {@code fuzz}. */
  private static final int MANY = 10_000;

  private static final long MAX_MILLIS = 10_000;

  @TempDir Path folder;

  static Stream<String> files() {
    return Stream.of(
        "signal.wav",
        "extensible24.wav",
        "alaw.wav",
        "adpcm.wav",
        "adts.wav",
        "rf64.wav",
        "bw64.wav",
        "pcm.w64",
        "pcm.aiff",
        "sowt.aifc",
        "pcm.au",
        "ulaw.au",
        "pcm.caf",
        "ima.caf",
        "pcm.sph",
        "flac.flac",
        "wavpack.wv",
        "vorbis.ogg",
        "opus.ogg",
        "flac.ogg",
        "speex.spx",
        "opus.webm",
        "flac.mka",
        "aac.m4a",
        "alac.m4a",
        "pcm.mov",
        "aac.3gp",
        "narrow.3gp",
        "narrow.amr",
        "wide.amr",
        "v2.wma",
        "pcm.avi",
        "id3.mp3",
        "bare.mp3",
        "layer2.mp2",
        "adts.aac",
        "04_ff_then_mp3.mp3");
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_fewMutations_areDecodedOrRefused(String name) throws Exception {
    readMutations(name, FEW, 1);
  }

  @Tag("fuzz")
  @ParameterizedTest
  @MethodSource("files")
  void read_manyMutations_areDecodedOrRefused(String name) throws Exception {
    readMutations(name, MANY, 2);
  }

  @Test
  void sniff_fewRandomContents_neverFails() throws Exception {
    sniff(200);
  }

  @Tag("fuzz")
  @Test
  void sniff_manyRandomContents_neverFails() throws Exception {
    sniff(MANY);
  }

  private void readMutations(String name, int count, long seed) throws Exception {
    byte[] original = Samples.bytes(name);
    Path file = folder.resolve("mutated-" + name);
    for (int i = 0; i < count; i++) {
      Random random = new Random(31 * seed + name.hashCode() + (long) i * 1_000_003);
      Files.write(file, Mutations.of(original, random));
      long start = System.nanoTime();
      try {
        Waveform waveform = Samples.READER.read(file);
        assertThat(waveform.samples().length).isBetween(1, AudioClip.MAX_SAMPLES);
        for (float sample : waveform.samples()) {
          if (!Float.isFinite(sample)) {
            throw new AssertionError("mutation %d of %s: %s".formatted(i, name, sample));
          }
        }
      } catch (InvalidInputException e) {
        assertThat(e.getMessage())
            .as("mutation %d of %s", i, name)
            .contains(file.toString())
            .doesNotContain("\n")
            .endsWith(".");
      } catch (RuntimeException e) {
        throw new AssertionError("mutation %d of %s".formatted(i, name), e);
      }
      assertThat((System.nanoTime() - start) / 1_000_000)
          .as("milliseconds of mutation %d of %s", i, name)
          .isLessThan(MAX_MILLIS);
    }
  }

  /** Beginnings of formats and tags, put together at random, and noise between them. */
  private void sniff(int count) throws Exception {
    String[] pieces = {
      "RIFF",
      "WAVE",
      "fmt ",
      "data",
      "ID3\u0004\u0000\u0000",
      "APETAGEX",
      "OggS",
      "fLaC",
      "FORM",
      "AIFF",
      "ftyp",
      "\u0000\u0000\u0000\u0000",
      "\u00ff\u00fb\u0090\u0044",
      "\u00ff\u00f1\u0050\u0080",
      "RF64",
      "ds64",
      "#!AMR\n",
      "caff",
      "wvpk",
      "NIST_1A\n   1024\n",
      "\u001aE\u00df\u00a3"
    };
    Path file = folder.resolve("content");
    for (int i = 0; i < count; i++) {
      Random random = new Random(7 + (long) i * 1_000_003);
      StringBuilder text = new StringBuilder();
      for (int p = random.nextInt(12); p >= 0; p--) {
        text.append(pieces[random.nextInt(pieces.length)]);
        for (int n = random.nextInt(1 << random.nextInt(11)); n > 0; n--) {
          text.append((char) random.nextInt(256));
        }
      }
      Files.write(file, text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
      AudioHead head = AudioHead.of(file);
      assertThat(head.start()).as("content %d", i).isBetween(0L, 1L << 33);
      assertThat(ForeignContent.describe(head.bytes()).what()).isNotBlank();
      if (AudioFormat.of(head.bytes()).isPresent()) {
        assertThat(head.start()).isLessThan(Files.size(file));
      }
      try {
        Samples.READER.read(file);
      } catch (InvalidInputException e) {
        assertThat(e.getMessage()).as("content %d", i).contains(file.toString()).endsWith(".");
      }
    }
  }
}
