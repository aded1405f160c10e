package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.emoglot.InvalidInputException;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WaveformStreamTest {

  private static final int FRAMES = 30_000;

  @TempDir static Path folder;

  @ParameterizedTest
  @EnumSource(Downmix.class)
  void next_blocks_areTheWholeClipMixedAndResampled(Downmix downmix) {
    float[][] channels = channels();
    Path file =
        WavBytes.riff()
            .fmt(WavBytes.FLOAT, 2, 44_100, 32)
            .chunk("data", WavBytes.encode(channels, WavBytes.FLOAT, 32, ByteOrder.LITTLE_ENDIAN))
            .write(folder);
    float[] expected =
        new Resampler(44_100, Waveform.MODEL_SAMPLE_RATE)
            .apply(downmix.apply(new AudioClip(channels, 44_100)));
    AudioReader reader = new AudioReader(new AudioOptions(downmix));
    assertThat(reader.read(file).samples()).containsExactly(expected);
    try (WaveformStream stream = reader.open(file)) {
      List<float[]> blocks = new ArrayList<>();
      for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
        blocks.add(block);
      }
      assertThat(blocks).as("the file is longer than a block").hasSizeGreaterThan(1);
      assertThat(stream.next()).as("the end stays the end").isEmpty();
      float[] found = new float[expected.length];
      int at = 0;
      for (float[] block : blocks) {
        System.arraycopy(block, 0, found, at, block.length);
        at += block.length;
      }
      assertThat(found).containsExactly(expected);
    }
  }

  @Test
  void next_sampleThatIsNotFiniteInALaterBlock_isNamedByItsPlaceInTheFile() {
    float[][] channels = channels();
    channels[1][FRAMES - 5] = Float.NaN;
    Path file =
        WavBytes.riff()
            .fmt(WavBytes.FLOAT, 2, 16_000, 32)
            .chunk("data", WavBytes.encode(channels, WavBytes.FLOAT, 32, ByteOrder.LITTLE_ENDIAN))
            .write(folder);
    assertThatThrownBy(() -> new AudioReader(AudioOptions.defaults()).read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found NaN at sample %d of channel 1", FRAMES - 5);
  }

  @Test
  void of_moreThanMayBeWhole_isRefusedWithItsLimit() {
    Path file =
        WavBytes.riff()
            .fmt(WavBytes.PCM, 1, 16_000, 16)
            .chunk("data", new byte[2 * FRAMES])
            .write(folder);
    AudioReader reader = new AudioReader(AudioOptions.defaults());
    try (WaveformStream stream = reader.open(file)) {
      assertThatThrownBy(() -> WholeAudio.of(stream, file, 16_000))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageStartingWith("Expected a clip of at most 1 seconds in " + file)
          .hasMessageContaining("MiB, found a longer one; cut it");
    }
    try (WaveformStream stream = reader.open(file)) {
      assertThat(WholeAudio.of(stream, file, FRAMES).samples()).hasSize(FRAMES);
    }
  }

  /** The stream is closed although it cannot be mixed. */
  @Test
  void open_whatCannotBeOpenedTwice_leavesNothingOpen() throws IOException {
    AtomicInteger open = new AtomicInteger();
    AudioDecoder decoder = new Once(open);
    Path file = Files.write(folder.resolve("once"), new byte[] {1});
    AudioReader reader = new AudioReader(new AudioOptions(Downmix.LOUDEST), List.of(decoder));
    assertThatThrownBy(() -> reader.open(file)).isInstanceOf(InvalidInputException.class);
    assertThat(open).hasValue(0);
  }

  /** Opens a file once, and never again. */
  private record Once(AtomicInteger open) implements AudioDecoder {
    @Override
    public String formats() {
      return "anything";
    }

    @Override
    public boolean accepts(byte[] head) {
      return true;
    }

    @Override
    public AudioStream open(Path file) {
      if (open.incrementAndGet() > 1) {
        open.decrementAndGet();
        throw new InvalidInputException("Expected to be opened once.");
      }
      return new AudioStream() {
        @Override
        public int sampleRate() {
          return 16_000;
        }

        @Override
        public int channels() {
          return 2;
        }

        @Override
        public float[][] next() {
          return new float[2][0];
        }

        @Override
        public List<String> warnings() {
          return List.of();
        }

        @Override
        public void close() {
          open.decrementAndGet();
        }
      };
    }
  }

  private static float[][] channels() {
    SeededRandom random = SeededRandom.of(1);
    float[][] channels = new float[2][FRAMES];
    for (int c = 0; c < 2; c++) {
      for (int i = 0; i < FRAMES; i++) {
        channels[c][i] = (float) ((0.2 + 0.1 * c) * (2 * random.nextDouble() - 1));
      }
    }
    Arrays.fill(channels[0], 0, 10_000, 0.9f); // the loudest until the end, but not over all
    Arrays.fill(channels[1], 10_000, 30_000, 0.8f);
    return channels;
  }
}
