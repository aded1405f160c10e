package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With a made-up codec in Ogg, of which each byte is a sample; others have tests of their own. */
class LiveAudioTest {

  private static final String NAME = "the stream";
  private static final byte[] HEAD = "OggS, and more...".getBytes(StandardCharsets.US_ASCII);
  private static final byte DAMAGED = 100;
  private static final byte BROKEN = 101;

  private final LiveAudio audio = live(new Bytes(1), AudioOptions.defaults());

  @AfterEach
  void close() {
    audio.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("emoglot-decoding"));
  }

  private static LiveAudio live(AudioDecoder decoder, AudioOptions options) {
    return new LiveAudio(new AudioReader(options, List.of(decoder)), NAME);
  }

  @Test
  void next_anyPieces_givesWhatHasArrived() {
    assertThat(audio.next(ByteBuffer.wrap(HEAD, 0, 3))).isEmpty();
    assertThat(audio.next(ByteBuffer.wrap(HEAD, 3, HEAD.length - 3))).isEmpty();
    assertThat(audio.next(bytes(1, 2))).containsExactly(1, 2);
    assertThat(audio.next(bytes())).isEmpty();
    assertThat(audio.next(bytes(3))).containsExactly(3);
    assertThat(audio.end()).isEmpty();
    assertThat(audio.end()).isEmpty();
  }

  @Test
  void next_damage_isRefusedThenAndLater() {
    audio.next(ByteBuffer.wrap(HEAD));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> audio.next(bytes(1, DAMAGED)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage("Expected a sample, found damage.");
    }
  }

  @Test
  void next_aMistakeOfTheDecoder_isNoInvalidInput() {
    audio.next(ByteBuffer.wrap(HEAD));
    assertThatThrownBy(() -> audio.next(bytes(BROKEN)))
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("broken");
  }

  @Test
  void next_anotherFormat_isRefusedByName() {
    assertThatThrownBy(
            () ->
                audio.next(
                    ByteBuffer.wrap("RIFF....WAVEfmt ...".getBytes(StandardCharsets.US_ASCII))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected Ogg or WebM in the stream, since it still arrives, found WAV.");
  }

  @Test
  void end_nothingArrived_isRefused() {
    assertThatThrownBy(audio::end)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "Expected Ogg or WebM in the stream, since it still arrives, found ");
  }

  @Test
  void next_decoderThatNeedsAFile_isRefused() {
    try (LiveAudio files = live(new Files(), AudioOptions.defaults())) {
      assertThatThrownBy(() -> files.next(ByteBuffer.wrap(HEAD)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Expected a whole file of Ogg, found the stream, which still arrives: send it as a file.");
    }
  }

  @Test
  void next_severalChannels_areMixed_unlessTheLoudestIsAskedFor() {
    try (LiveAudio two = live(new Bytes(2), AudioOptions.defaults());
        LiveAudio loudest = live(new Bytes(2), new AudioOptions(Downmix.LOUDEST))) {
      two.next(ByteBuffer.wrap(HEAD));
      assertThat(two.next(bytes(1, 3))).containsExactly(2);

      assertThatThrownBy(() -> loudest.next(ByteBuffer.wrap(HEAD)))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageEndingWith("which still arrives: take the mean of the channels.");
    }
  }

  @Test
  void next_interrupted_isCancelled() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> audio.next(ByteBuffer.wrap(HEAD)))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    Arrays.stream(values).forEach(value -> bytes.put((byte) value));
    return bytes.flip();
  }

  /** Decodes files alone. */
  private static class Files implements AudioDecoder {

    @Override
    public String formats() {
      return "made up";
    }

    @Override
    public boolean accepts(byte[] head) {
      return true;
    }

    @Override
    public AudioStream open(Path file) {
      throw new IllegalStateException("no file is asked for");
    }
  }

  /** Decodes what arrives: behind the head, each byte is a sample of the next channel. */
  private static final class Bytes extends Files {

    private final int channels;

    Bytes(int channels) {
      this.channels = channels;
    }

    @Override
    public AudioStream open(InputStream in, AudioFormat format, String name) {
      return new AudioStream() {
        private boolean begun;

        @Override
        public int sampleRate() {
          return Waveform.MODEL_SAMPLE_RATE;
        }

        @Override
        public int channels() {
          return channels;
        }

        @Override
        public float[][] next() {
          try {
            if (!begun) {
              in.readNBytes(HEAD.length);
              begun = true;
            }
            float[][] block = new float[channels][1];
            for (int c = 0; c < channels; c++) {
              int one = in.read();
              if (one < 0) {
                return new float[channels][0];
              }
              if (one == DAMAGED) {
                throw new InvalidInputException("Expected a sample, found damage.");
              }
              if (one == BROKEN) {
                throw new IllegalArgumentException("broken");
              }
              block[c][0] = one;
            }
            return block;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }

        @Override
        public List<String> warnings() {
          return List.of();
        }

        @Override
        public void close() {}
      };
    }
  }
}
