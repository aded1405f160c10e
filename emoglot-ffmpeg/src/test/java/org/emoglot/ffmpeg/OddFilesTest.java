package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are not as their headers announce, or that have something before or behind them. */
class OddFilesTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pcm.aiff",
        "flac.flac",
        "signal.wav",
        "alaw.wav",
        "adts.aac",
        "vorbis.ogg",
        "wavpack.wv",
        "pcm.au",
        "narrow.amr"
      })
  void decode_tagsBeforeTheAudio_arePassedOver(String name) throws Exception {
    byte[] audio = Samples.bytes(name);
    byte[] tag = id3(0, 300);
    byte[] footer = join(id3(0x10, 90), "3DI7890123".getBytes(StandardCharsets.US_ASCII));
    float[] expected = Samples.decode(name);
    for (byte[] before : new byte[][] {tag, join(tag, tag), footer, join(footer, tag)}) {
      assertThat(decode(join(before, audio)).channels()[0]).containsExactly(expected);
    }
  }

  /** A tag before MP3 may be the demuxer's own to read, which then trims the encoder's delay. */
  @Test
  void decode_tagsBeforeMp3_giveTheSameSamples() throws Exception {
    float[] expected = Samples.decode("bare.mp3");
    byte[] audio = Samples.bytes("bare.mp3");
    assertThat(decode(join(id3(0, 300), audio)).channels()[0]).containsExactly(expected);
    assertThat(decode(join(id3(0, 30), id3(0, 3), audio)).channels()[0]).containsExactly(expected);
  }

  /** Reported at lofty-rs#67 and minimp3#82. */
  @Test
  void decode_bytesBeforeTheFirstFrame_areSkipped() throws Exception {
    byte[] reported = Samples.bytes("04_ff_then_mp3.mp3");
    AudioClip clip = decode(reported);
    assertThat(clip.channels()[0])
        .containsExactly(decode(Arrays.copyOfRange(reported, 8, reported.length)).channels()[0]);
    assertThat(clip.frames()).isBetween(13_233, 15_000);
    byte[] junk = new byte[5000];
    Arrays.fill(junk, (byte) 0x77);
    assertThat(decode(join(junk, Samples.bytes("bare.mp3"))).channels()[0])
        .containsExactly(Samples.decode("bare.mp3"));
  }

  @Test
  void decode_apeAndId3TagsBehindMp3_areLeftAway() throws Exception {
    float[] expected = Samples.decode("bare.mp3");
    byte[] id3v1 = new byte[128];
    System.arraycopy("TAGtitle".getBytes(StandardCharsets.US_ASCII), 0, id3v1, 0, 8);
    byte[] ape = new byte[32];
    System.arraycopy("APETAGEX".getBytes(StandardCharsets.US_ASCII), 0, ape, 0, 8);
    ape[9] = 8; // version 2000
    ape[8] = (byte) 0xD0;
    ape[9] = 7;
    ape[12] = 32;
    for (byte[] behind : new byte[][] {id3v1, ape, join(ape, id3v1)}) {
      AudioClip clip = decode(join(Samples.bytes("bare.mp3"), behind));
      assertThat(clip.channels()[0]).containsExactly(expected);
      assertThat(clip.warnings()).isEmpty();
    }
  }

  /** Reported as 0.13 of 1.88 s. */
  @Test
  void decode_bareAacInWav_isRefusedAndNotHalfHeard() throws Exception {
    assertRefused(Samples.bytes("bare-aac.wav"), "WAV", "decode");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flac.flac",
        "id3.mp3",
        "alaw.wav",
        "adpcm.wav",
        "pcm.aiff",
        "pcm.au",
        "pcm.caf",
        "pcm.w64",
        "opus.webm",
        "pcm.sph"
      })
  void decode_fileCutInHalf_givesTheHalfWithAWarning(String name) throws Exception {
    float[] whole = Samples.decode(name);
    byte[] bytes = Samples.bytes(name);
    AudioClip clip = decode(Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(clip.frames()).isBetween(whole.length / 8, whole.length * 3 / 4);
    assertThat(clip.warnings())
        .singleElement()
        .asString()
        .startsWith("Expected ")
        .endsWith("read.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flac.flac", "flac.ogg", "opus.ogg", "vorbis.ogg", "id3.mp3", "bare.mp3", "aac.m4a",
        "alac.m4a", "opus.webm", "pcm.aiff", "sowt.aifc", "alaw.wav", "adpcm.wav", "aac.3gp",
        "aac.mov", "v2.wma", "pcm.avi", "flac.mka", "narrow.3gp", "layer2.mp2", "ima.caf",
        "wavpack.wv", "pcm.sph", "stereo.m4a"
      })
  void decode_soundFile_warnsOfNothing(String name) {
    assertThat(Samples.READER.decode(Samples.file(name)).warnings()).isEmpty();
  }

  private AudioClip decode(byte[] bytes) throws Exception {
    return Samples.READER.decode(Files.write(folder.resolve("clip.bin"), bytes));
  }

  private void assertRefused(byte[] bytes, String... parts) throws Exception {
    Path file = Files.write(folder.resolve("clip.bin"), bytes);
    assertThatThrownBy(() -> Samples.READER.decode(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContainingAll(parts);
  }

  private static byte[] id3(int flags, int size) {
    byte[] tag = new byte[10 + size];
    byte[] header = {
      'I', 'D', '3', 4, 0, (byte) flags, 0, 0, (byte) (size >> 7), (byte) (size & 0x7F)
    };
    System.arraycopy(header, 0, tag, 0, 10);
    Arrays.fill(tag, 10, tag.length, (byte) 'x');
    return tag;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
