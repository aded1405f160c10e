package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WAV files whose headers are wrong, as recorders write them. */
class WavLayoutTest {

  private static final int RATE = 8000;

  /** Of 16-bit mono: a noise whose first bytes cannot be a chunk's name. */
  private static final byte[] NOISE = noise(2000);

  private final WavDecoder decoder = new WavDecoder();

  @TempDir Path folder;

  /** Reported at Symphonia#409, audiofile#31 and rust-id3#63. */
  @ParameterizedTest
  @CsvSource({
    "01_block_align_0.wav,0 bytes per frame",
    "02_data_size_0.wav,found 0",
    "03_id3_then_wav.wav,",
  })
  void decode_reportedFile_givesTheSamplesOfTheReference(String name, String warning) {
    AudioClip expected = decoder.decode(reported("00_reference.wav"));
    assertThat(expected.warnings()).isEmpty();
    AudioClip clip = decoder.decode(reported(name));
    assertThat(clip.channels()).isDeepEqualTo(expected.channels());
    assertThat(clip.sampleRate()).isEqualTo(expected.sampleRate());
    if (warning == null) {
      assertThat(clip.warnings()).isEmpty();
    } else {
      assertThat(clip.warnings()).singleElement().asString().contains(warning, name);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,8,0", "1,8,2", "2,16,2", "2,16,1", "1,16,4", "1,24,0", "2,24,3", "2,32,255"})
  void decode_wrongBytesPerFrame_channelsAndBitsDecide(int channels, int bits, int frameBytes) {
    float[][] signal = new float[channels][50];
    for (int c = 0; c < channels; c++) {
      for (int i = 0; i < 50; i++) {
        signal[c][i] = (i - 25 + c) / 64f;
      }
    }
    byte[] data = WavBytes.encode(signal, WavBytes.PCM, bits, ByteOrder.LITTLE_ENDIAN);
    AudioClip clip =
        decode(
            WavBytes.riff()
                .fmt(WavBytes.PCM, channels, RATE, frameBytes, bits)
                .chunk("data", data));
    assertThat(clip.channels()).isDeepEqualTo(signal);
    assertThat(clip.warnings())
        .singleElement()
        .asString()
        .contains(frameBytes + " bytes per frame", "it was read by channels and bits");
  }

  @Test
  void decode_24BitsAnnouncedInFourBytes_theBytesDecide() {
    byte[] packed = noise(2400);
    AudioClip slip =
        decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 4, 24).chunk("data", packed));
    assertThat(slip.channels())
        .isDeepEqualTo(
            decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 24).chunk("data", packed))
                .channels());
    byte[] wide = noise(2400);
    for (int i = 0; i < wide.length; i += 4) {
      wide[i] = 0;
    }
    AudioClip leftJustified =
        decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 4, 24).chunk("data", wide));
    assertThat(leftJustified.channels())
        .isDeepEqualTo(
            decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 32).chunk("data", wide)).channels());
    for (int i = 0; i < wide.length; i += 4) {
      wide[i] = 1;
      wide[i + 3] = (byte) (wide[i + 2] < 0 ? -1 : 0);
    }
    Path file = WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 4, 24).chunk("data", wide).write(folder);
    assertThatThrownBy(() -> decoder.decode(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("lower bytes of four");
  }

  /** 0, all ones, sox's and others' sizes of streams: none of them was ever filled in. */
  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MAX_VALUE, 0x7FFFF000, 0x7FFFFFC4, Integer.MIN_VALUE, -37})
  void decode_sizeNeverFilledIn_readsToTheEndWithAWarning(int size) {
    AudioClip clip =
        decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).unpadded("data", size, NOISE));
    assertThat(clip.frames()).isEqualTo(NOISE.length / 2);
    assertThat(clip.warnings())
        .singleElement()
        .asString()
        .contains("length of the recording", "to the end of the file");
  }

  @Test
  void decode_emptyDataBeforeOtherChunks_isEmpty() {
    AudioClip clip =
        decode(
            WavBytes.riff()
                .fmt(WavBytes.PCM, 1, RATE, 16)
                .chunk("data")
                .chunk("LIST", new byte[31])
                .chunk("bext", new byte[10]));
    assertThat(clip.frames()).isZero();
    assertThat(clip.warnings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.5, 0.02})
  void decode_truncatedFile_saysHowMuchIsMissing(double share) throws Exception {
    byte[] whole =
        WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).chunk("data", noise(16_000)).toBytes();
    Path file =
        Files.write(folder.resolve("cut.wav"), Arrays.copyOf(whole, 44 + (int) (16_000 * share)));
    AudioClip clip = decoder.decode(file);
    assertThat(clip.frames()).isEqualTo((int) (8000 * share));
    assertThat(clip.warnings())
        .containsExactly(
            "Expected 1.00 s according to the header, found %.2f s in %s; the file is truncated, and the existing part was read."
                .formatted(share, file));
  }

  @Test
  void decode_rightOrAlmostRightSize_warnsOfNothing() {
    for (int size : new int[] {NOISE.length, NOISE.length + 1, NOISE.length + 2}) {
      assertThat(
              decode(WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).unpadded("data", size, NOISE))
                  .warnings())
          .as("size %d", size)
          .isEmpty();
    }
    assertThat(
            decode(
                    WavBytes.riff()
                        .chunk("LIST", new byte[7])
                        .fmt(WavBytes.PCM, 1, RATE, 16)
                        .chunk("data", NOISE)
                        .unpadded("junk that is no chunk".substring(0, 4), -1, new byte[99]))
                .warnings())
        .isEmpty();
  }

  @Test
  void decode_chunkWithAWrongSize_isPassedOverWithAWarning() {
    for (int size : new int[] {-1, 1_000_000, 3, 12}) {
      AudioClip clip =
          decode(
              WavBytes.riff()
                  .unpadded("LIST", size, new byte[30])
                  .fmt(WavBytes.PCM, 1, RATE, 16)
                  .chunk("data", NOISE));
      assertThat(clip.frames()).as("size %d", size).isEqualTo(NOISE.length / 2);
      assertThat(clip.warnings()).hasSizeBetween(1, 2).first().asString().contains("a chunk at");
    }
    AudioClip clip =
        decode(
            WavBytes.riff()
                .fmt(WavBytes.PCM, 1, RATE, 16)
                .unpadded("fact", 4_000_000, new byte[4])
                .chunk("data", NOISE));
    assertThat(clip.frames()).isEqualTo(NOISE.length / 2);
  }

  /** The size of the format chunk is 18 and should be 16; what then looks like a chunk is none. */
  @Test
  void decode_formatChunkWithAWrongSize_findsTheDataAllTheSame() {
    byte[] data = noise(0x6762); // "bg", so that "tabg" could be a chunk's name
    byte[] wav = WavBytes.riff().fmt(WavBytes.PCM, 1, RATE, 16).chunk("data", data).toBytes();
    wav[16] = 18;
    assertThat(decode(wav).frames()).isEqualTo(data.length / 2);
  }

  @Test
  void decode_rateOfZero_followsFromTheBytesPerSecond() {
    byte[] wav = WavBytes.riff().fmt(WavBytes.PCM, 2, 11_025, 16).chunk("data", NOISE).toBytes();
    ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 0);
    assertThat(decode(wav).sampleRate()).isEqualTo(11_025);
  }

  @Test
  void decode_ambisonicSubFormat_isPcm() {
    byte[] wav =
        WavBytes.riff().extensible(WavBytes.PCM, 4, RATE, 16, 16).chunk("data", NOISE).toBytes();
    byte[] tail = {0x21, 7, (byte) 0xD3, 0x11, (byte) 0x86, 0x44, (byte) 0xC8, (byte) 0xC1};
    System.arraycopy(tail, 0, wav, 48, tail.length);
    Arrays.fill(wav, 57, 60, (byte) 0);
    wav[56] = (byte) 0xCA;
    assertThat(decode(wav).channels()).hasDimensions(4, NOISE.length / 8);
  }

  @Test
  void decode_bw64_takesTheSizeOfItsOwnChunk() {
    byte[] sizes = new byte[28];
    ByteBuffer.wrap(sizes).order(ByteOrder.LITTLE_ENDIAN).putLong(8, NOISE.length);
    byte[] wav =
        WavBytes.rf64()
            .chunk("ds64", sizes)
            .fmt(WavBytes.PCM, 1, RATE, 16)
            .unpadded("data", -1, NOISE)
            .chunk("axml", new byte[20])
            .toBytes();
    wav[0] = 'B';
    wav[1] = 'W';
    AudioClip clip = decode(wav);
    assertThat(clip.frames()).isEqualTo(NOISE.length / 2);
    assertThat(clip.warnings()).isEmpty();
  }

  private AudioClip decode(WavBytes wav) {
    return decode(wav.toBytes());
  }

  private AudioClip decode(byte[] wav) {
    try {
      Path file = Files.write(Files.createTempFile(folder, "clip", ".bin"), wav);
      assertThat(decoder.accepts(AudioHead.of(file).bytes())).isTrue();
      return decoder.decode(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path reported(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(WavLayoutTest.class.getResource("/reported/" + name), name)
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(5).nextBytes(bytes);
    Arrays.fill(bytes, 0, 8, (byte) 0);
    return bytes;
  }
}
