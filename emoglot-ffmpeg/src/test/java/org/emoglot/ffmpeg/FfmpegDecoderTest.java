package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.AudioFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmpegDecoderTest {

  private static final long LEAK = 60; // MiB

  private final FfmpegDecoder decoder = new FfmpegDecoder();

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flac.flac",
        "id3.mp3",
        "vorbis.ogg",
        "opus.webm",
        "pcm.aiff",
        "alaw.wav",
        "adpcm.wav"
      })
  void decode_truncatedFile_givesWhatWasDecoded(String name) throws Exception {
    float[] whole = Samples.decode(name);
    byte[] bytes = Samples.bytes(name);
    Path file = write(Arrays.copyOf(bytes, bytes.length * 9 / 10));
    float[] part = decoder.decode(file).channels()[0];
    assertThat(part.length).isBetween(whole.length / 4, whole.length);
    int compared = part.length * 9 / 10;
    assertThat(Arrays.copyOf(part, compared)).containsExactly(Arrays.copyOf(whole, compared));
  }

  /** As archives from Windows leave it: the name is bytes, and no text. */
  @ParameterizedTest
  @ValueSource(strings = {"flac.flac", "id3.mp3", "aac.m4a", "pcm.aiff"})
  void decode_nameThatIsNotUtf8_isOpened(String name) throws Exception {
    Path odd = Path.of(URI.create(folder.toUri() + "Col%8Are%20%E9"));
    Files.createDirectories(odd);
    Path file = Path.of(URI.create(folder.toUri() + "Col%8Are%20%E9/caf%E9"));
    Files.write(file, Samples.bytes(name));
    assertThat(Samples.READER.decode(file).channels()[0]).isEqualTo(Samples.decode(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flac.flac", "id3.mp3", "opus.ogg", "opus.webm", "aac.m4a", "pcm.aiff"})
  void decode_nonsenseTail_isLeftAway(String name) throws Exception {
    byte[] bytes = Samples.bytes(name);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 700);
    Arrays.fill(longer, bytes.length, longer.length, (byte) 0x55);
    float[] whole = Samples.decode(name);
    float[] decoded = decoder.decode(write(longer)).channels()[0];
    assertThat(Arrays.copyOf(decoded, whole.length * 9 / 10))
        .containsExactly(Arrays.copyOf(whole, whole.length * 9 / 10));
    assertThat(decoded.length).isLessThan(whole.length + 1152);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flac.flac", "flac.ogg", "opus.ogg", "id3.mp3", "aac.m4a"})
  void decode_damageBeforeSoundAudio_isRefusedWithItsOffset(String name) throws Exception {
    byte[] bytes = Samples.bytes(name);
    Arrays.fill(bytes, bytes.length * 4 / 10, bytes.length * 5 / 10, (byte) 0xA5);
    assertRefused(write(bytes), "intact audio throughout", "near byte");
  }

  @Test
  void decode_headerAlone_isRefused() throws Exception {
    assertRefused(write(Arrays.copyOf(Samples.bytes("flac.flac"), 60)), "FLAC");
    assertRefused(write(Arrays.copyOf(Samples.bytes("aac.m4a"), 40)), "M4A");
    assertRefused(write(Arrays.copyOf(Samples.bytes("opus.webm"), 40)), "WebM");
  }

  @Test
  void decode_foreignCodec_isRefusedByName() throws Exception {
    byte[] bytes = Samples.bytes("alaw.wav");
    bytes[20] = 0x55; // MPEG layer 3 within WAV, and then what is none
    assertRefused(write(bytes), "WAV");
    bytes[20] = 0x31; // GSM 6.10
    bytes[21] = 0x70; // no such codec
    assertRefused(write(bytes), "codec");
  }

  @Test
  void decode_unlistedCodec_isRefusedByName() throws Exception {
    byte[] bytes = Samples.bytes("alaw.wav");
    bytes[20] = 0x45; // ITU G.726, which FFmpeg knows
    assertRefused(write(bytes), "codec 'g726'");
  }

  @Test
  void decode_onlyVideo_isRefused() throws Exception {
    byte[] bytes = Samples.bytes("aac.m4a");
    replace(bytes, "soun", "vide");
    assertRefused(write(bytes), "audio stream");
  }

  @Test
  void decode_rateOrChannelsBeyondBounds_isRefused() throws Exception {
    byte[] slow = Samples.bytes("alaw.wav");
    ByteBuffer.wrap(slow).order(ByteOrder.LITTLE_ENDIAN).putInt(24, 100);
    assertRefused(write(slow), "2000 to 768000 Hz", "100 Hz");
    byte[] wide = Samples.bytes("alaw.wav");
    wide[22] = 65; // channels
    wide[32] = 65; // bytes per frame
    assertRefused(write(wide), "1 to 64 channels", "65");
  }

  @Test
  void decode_otherContent_isRefused() throws Exception {
    assertRefused(write("neither this nor that".getBytes(StandardCharsets.US_ASCII)), "byte 0");
    assertRefused(folder.resolve("missing.flac"), "missing.flac");
  }

  @Test
  void decode_pastItsDeadline_isRefused() {
    FfmpegDecoder hasty = new FfmpegDecoder(Duration.ofNanos(1));
    assertThatThrownBy(() -> hasty.decode(Samples.file("flac.flac")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("in time");
  }

  @Test
  void missing_libraries_areNamedInOneSentence() {
    assertThat(Natives.missing("a.mp3", AudioFormat.MP3, "no such library"))
        .hasMessageStartingWith("Expected FFmpeg's libraries for the MP3 file a.mp3, ")
        .hasMessageEndingWith("(no such library); convert it to WAV.");
  }

  @Test
  void decode_urlLikeName_isAFile() throws Exception {
    Path file = folder.resolve("concat:a|b #1 %20 ä.flac");
    Files.write(file, Samples.bytes("flac.flac"));
    assertThat(decoder.decode(file).frames()).isEqualTo(8000);
  }

  @Test
  void decode_bySeveralThreads_givesTheSame() throws Exception {
    float[] expected = Samples.decode("id3.mp3");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      var results =
          IntStream.range(0, 64)
              .<Future<AudioClip>>mapToObj(
                  i -> threads.submit(() -> decoder.decode(Samples.file("id3.mp3"))))
              .toList();
      for (Future<AudioClip> result : results) {
        assertThat(result.get().channels()[0]).containsExactly(expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void decode_manyTimes_leavesNativeMemoryFlat() throws Exception {
    Path broken = write(Arrays.copyOf(Samples.bytes("aac.m4a"), 1000));
    decodeOften(100, broken);
    // 3000 decodings; a context of FFmpeg takes tens of kilobytes, so a leak would show as 100 MiB,
    // again and again. Java's heap, which counts as well, grows too, but not in every round.
    long grownMebibytes = LEAK;
    for (int round = 0; round < 4 && grownMebibytes >= LEAK; round++) {
      long before = Pointer.physicalBytes();
      decodeOften(1000, broken);
      grownMebibytes = (Pointer.physicalBytes() - before) >> 20;
    }
    assertThat(grownMebibytes).as("growth of resident memory in MiB").isLessThan(LEAK);
  }

  private void decodeOften(int times, Path broken) {
    for (int i = 0; i < times; i++) {
      decoder.decode(Samples.file("vorbis.ogg"));
      decoder.decode(Samples.file("opus.webm"));
      assertThatThrownBy(() -> decoder.decode(broken)).isInstanceOf(InvalidInputException.class);
    }
  }

  private Path write(byte[] bytes) throws Exception {
    return Files.write(Files.createTempFile(folder, "clip", ".bin"), bytes);
  }

  private static void replace(byte[] bytes, String old, String by) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(old);
    assertThat(at).isPositive();
    byte[] replacement = by.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(replacement, 0, bytes, at, replacement.length);
  }

  private void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> decoder.decode(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }
}
