package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WavDecoderTest {

  private static final int RATE = 22_050;

  /** Of two mono 16-bit samples: 1/2 and -1/4. */
  private static final byte[] TWO_SAMPLES = {0, 0x40, 0, (byte) 0xE0};

  private final WavDecoder decoder = new WavDecoder();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1,8", "1,16", "1,24", "1,32", "3,32", "3,64"})
  void decode_everyCodec_givesTheSamplesBack(int codec, int bits) {
    float[][] signal = signal(2, codec == WavBytes.PCM ? Math.min(bits, 24) : 24);
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      byte[] data = WavBytes.encode(signal, codec, bits, order);
      WavBytes wav = order == ByteOrder.LITTLE_ENDIAN ? WavBytes.riff() : WavBytes.rifx();
      assertDecodes(wav.fmt(codec, 2, RATE, bits).chunk("data", data), signal);
    }
    byte[] data = WavBytes.encode(signal, codec, bits, ByteOrder.LITTLE_ENDIAN);
    assertDecodes(
        WavBytes.riff().extensible(codec, 2, RATE, bits, bits).chunk("data", data), signal);
  }

  @Test
  void decode_moreFramesThanTheBuffer_givesThemAll() {
    float[][] signal = new float[3][40_000];
    Random random = new Random(7);
    for (float[] channel : signal) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (short) random.nextInt() / 32768f;
      }
    }
    byte[] data = WavBytes.encode(signal, WavBytes.PCM, 16, ByteOrder.LITTLE_ENDIAN);
    assertDecodes(WavBytes.riff().fmt(WavBytes.PCM, 3, RATE, 16).chunk("data", data), signal);
  }

  @Test
  void decode_twentyBitsInThreeBytes_readsTheContainer() {
    float[][] signal = {{0.5f, -0.25f}};
    byte[] data = WavBytes.encode(signal, WavBytes.PCM, 24, ByteOrder.LITTLE_ENDIAN);
    assertDecodes(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 20).chunk("data", data), signal);
    assertDecodes(
        WavBytes.riff().extensible(WavBytes.PCM, 1, RATE, 24, 20).chunk("data", data), signal);
  }

  @Test
  void decode_chunksBeforeAndAfter_areSkipped() {
    assertDecodes(
        WavBytes.riff()
            .chunk("LIST", new byte[7])
            .fmt(WavBytes.PCM, 1, RATE, 16)
            .chunk("PAD ", new byte[4044])
            .chunk("data", TWO_SAMPLES)
            .chunk("bext", new byte[10]),
        new float[][] {{0.5f, -0.25f}});
  }

  @Test
  void decode_dataBeforeFormat_isRead() {
    assertDecodes(
        WavBytes.riff().chunk("data", TWO_SAMPLES).fmt(WavBytes.PCM, 1, RATE, 16),
        new float[][] {{0.5f, -0.25f}});
  }

  @Test
  void decode_oddChunkWithoutPad_findsTheNextOne() {
    assertDecodes(
        WavBytes.riff()
            .unpadded("LIST", 3, new byte[] {1, 2, 3})
            .fmt(WavBytes.PCM, 1, RATE, 16)
            .chunk("data", TWO_SAMPLES),
        new float[][] {{0.5f, -0.25f}});
  }

  @Test
  void decode_dataShorterThanAnnounced_givesWhatIsThere() {
    for (int announced : new int[] {5, 4_000_000, Integer.MAX_VALUE, -1}) {
      assertDecodes(
          WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).unpadded("data", announced, TWO_SAMPLES),
          new float[][] {{0.5f, -0.25f}});
    }
  }

  @Test
  void decode_dataEndsWithinAFrame_dropsThatFrame() {
    assertDecodes(
        WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).chunk("data", Arrays.copyOf(TWO_SAMPLES, 3)),
        new float[][] {{0.5f}});
  }

  @Test
  void decode_rf64_takesTheSizeOfItsOwnChunk() {
    byte[] sizes = new byte[28];
    sizes[8] = 4;
    assertDecodes(
        WavBytes.rf64()
            .chunk("ds64", sizes)
            .fmt(WavBytes.PCM, 1, RATE, 16)
            .unpadded("data", -1, TWO_SAMPLES)
            .chunk("LIST", new byte[20]),
        new float[][] {{0.5f, -0.25f}});
  }

  @Test
  void decode_emptyData_givesNoFrames() {
    Path file = WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).chunk("data").write(folder);
    assertThat(decoder.decode(file).frames()).isZero();
  }

  @Test
  void decode_noData_isRefusedAtTheEnd() {
    assertRefused(WavBytes.riff().fmt(WavBytes.FLOAT, 1, RATE, 32), "byte 36", "data chunk");
  }

  @Test
  void decode_noFormat_isRefusedAtTheEnd() {
    assertRefused(WavBytes.riff().chunk("data", TWO_SAMPLES), "byte 24", "format chunk");
  }

  @Test
  void decode_shortFormat_isRefused() {
    assertRefused(WavBytes.riff().chunk("fmt ", new byte[14]), "byte 12", "one of 14");
  }

  @ParameterizedTest
  @CsvSource({
    "6,1,8000,1,8,byte 20,codec 6",
    "65534,1,8000,2,16,byte 20,codec 65534",
    "1,0,8000,2,16,byte 22,1 to 64 channels",
    "1,65535,8000,2,16,byte 22,65535",
    "1,1,0,2,16,byte 24,0 Hz",
    "1,1,-1,2,16,byte 24,4294967295 Hz",
    "1,1,8000,2,0,byte 34,1 to 32 bits",
    "1,1,8000,8,64,byte 34,64",
    "3,1,8000,2,16,byte 34,32 or 64 bits",
  })
  void decode_impossibleFormat_isRefusedWithOffset(
      int tag, int channels, int rate, int frameBytes, int bits, String where, String what) {
    assertRefused(
        WavBytes.riff().fmt(tag, channels, rate, frameBytes, bits).chunk("data", TWO_SAMPLES),
        where,
        what);
  }

  @Test
  void decode_notRiff_isRefused() throws Exception {
    Path file = Files.write(folder.resolve("text"), "twelve bytes and more".getBytes("US-ASCII"));
    assertThatThrownBy(() -> decoder.decode(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("RIFF")
        .hasMessageContaining("byte 0");
  }

  @Test
  void decode_missingOrTinyFile_isRefused() throws Exception {
    Path tiny = Files.write(folder.resolve("tiny"), new byte[] {'R', 'I'});
    assertThatThrownBy(() -> decoder.decode(tiny))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ends at byte 2");
    assertThatThrownBy(() -> decoder.decode(folder.resolve("none")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("none");
  }

  @Test
  void accepts_foreignCodecInTheHead_isLeftToOthers() {
    assertThat(decoder.accepts(WavBytes.riff().fmt(6, 1, 8000, 8).toBytes())).isFalse();
    assertThat(
            decoder.accepts(
                WavBytes.riff().chunk("LIST", new byte[5]).fmt(17, 1, 8000, 4).toBytes()))
        .isFalse();
    assertThat(decoder.accepts(WavBytes.riff().fmt(1, 1, 8000, 16).toBytes())).isTrue();
    assertThat(decoder.accepts(WavBytes.riff().extensible(3, 1, 8000, 32, 32).toBytes())).isTrue();
    assertThat(decoder.accepts(WavBytes.riff().chunk("LIST", new byte[99]).toBytes())).isTrue();
    assertThat(decoder.accepts("FORM____AIFF".getBytes())).isFalse();
    assertThat(decoder.accepts("RIFF____AVI ".getBytes())).isFalse();
    assertThat(decoder.accepts(new byte[3])).isFalse();
  }

  private void assertDecodes(WavBytes wav, float[][] expected) {
    assertThat(decoder.accepts(wav.toBytes())).isTrue();
    AudioClip clip = decoder.decode(wav.write(folder));
    assertThat(clip.sampleRate()).isEqualTo(RATE);
    assertThat(clip.channels()).isDeepEqualTo(expected);
  }

  private void assertRefused(WavBytes wav, String... parts) {
    Path file = wav.write(folder);
    assertThatThrownBy(() -> decoder.decode(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  /** Random channels whose samples are exact in {@code bits} bits, full scale included. */
  private static float[][] signal(int channels, int bits) {
    Random random = new Random(bits);
    float[][] signal = new float[channels][101];
    for (float[] channel : signal) {
      for (int i = 0; i < channel.length; i++) {
        channel[i] = (random.nextInt() >> (32 - bits)) * (float) Math.scalb(1, 1 - bits);
      }
      channel[0] = -1;
      channel[1] = 1 - (float) Math.scalb(1, 1 - bits);
    }
    return signal;
  }
}
