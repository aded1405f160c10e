package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.LiveAudio;
import org.emoglot.fuzz.Mutations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers that arrive in pieces: the samples are those of the file, wherever these are cut. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveAudioTest {

  private static float[] heard(byte[] bytes, long seed, int longest) {
    Random random = new Random(seed);
    float[] samples = new float[0];
    try (LiveAudio audio = new LiveAudio(Samples.READER, "the stream")) {
      for (int at = 0; at < bytes.length; ) {
        int to = Math.min(bytes.length, at + 1 + random.nextInt(longest));
        samples = joined(samples, audio.next(ByteBuffer.wrap(bytes, at, to - at)));
        at = to;
      }
      return joined(samples, audio.end());
    }
  }

  private static float[] joined(float[] head, float[] tail) {
    float[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return all;
  }

  private static long decoders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("emoglot-decoding"))
        .count();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"opus.ogg", "opus.webm", "vorbis.ogg", "flac.ogg", "speex.spx", "flac.mka"})
  void samples_ofPieces_areThoseOfTheFile(String name) throws Exception {
    byte[] bytes = Samples.bytes(name);
    float[] whole = Samples.READER.read(Samples.file(name)).samples();

    for (int longest : new int[] {1, 7, 100, 1000, bytes.length}) {
      assertThat(heard(bytes, longest, longest)).as("pieces up to %d", longest).isEqualTo(whole);
    }
    assertThat(decoders()).isZero();
  }

  @Test
  void samples_areThereBeforeTheEnd() throws Exception {
    byte[] bytes = Samples.bytes("opus.webm");
    int half = bytes.length / 2;

    try (LiveAudio audio = new LiveAudio(Samples.READER, "the stream")) {
      assertThat(audio.next(ByteBuffer.wrap(bytes, 0, half))).isNotEmpty();
    }
    assertThat(decoders()).isZero();
  }

  /** Damage ends in a sentence or in samples, as in a file, and never in a decoder that waits. */
  @ParameterizedTest
  @ValueSource(strings = {"opus.ogg", "opus.webm"})
  void mutations_areDecodedOrRefused(String name) throws Exception {
    byte[] original = Samples.bytes(name);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = Mutations.of(original, new Random(i));
      try {
        for (float sample : heard(bytes, i, 500)) {
          assertThat(Float.isFinite(sample)).isTrue();
        }
      } catch (InvalidInputException e) {
        assertThat(e)
            .as("mutation %d", i)
            .hasMessageContaining("the stream")
            .message()
            .endsWith(".");
      }
    }
    assertThat(decoders()).isZero();
  }

  @Test
  void otherFormats_areRefusedInASentence() throws Exception {
    assertThatThrownBy(() -> heard(Samples.bytes("signal.wav"), 1, 1000))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected Ogg or WebM in the stream, since it still arrives, found WAV.");
    assertThatThrownBy(() -> heard(new byte[0], 1, 1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected Ogg or WebM in the stream");
  }

  @Test
  void close_inTheMiddle_endsTheDecoder() throws Exception {
    byte[] bytes = Samples.bytes("opus.ogg");
    LiveAudio audio = new LiveAudio(Samples.READER, "the stream");
    audio.next(ByteBuffer.wrap(bytes, 0, 300));

    audio.close();
    TimeUnit.MILLISECONDS.sleep(10);

    assertThat(decoders()).isZero();
  }
}
