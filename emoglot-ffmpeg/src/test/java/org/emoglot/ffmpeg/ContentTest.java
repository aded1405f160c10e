package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.emoglot.audio.AudioFormat;
import org.emoglot.audio.AudioHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sample files are taken for, by their first bytes. */
class ContentTest {

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "signal.wav,WAV",
    "pcm.aiff,AIFF",
    "sowt.aifc,AIFF",
    "flac.flac,FLAC",
    "vorbis.ogg,OGG",
    "opus.webm,MATROSKA",
    "aac.m4a,MP4",
    "id3.mp3,MP3",
    "bare.mp3,MP3",
    "layer2.mp2,MP3",
    "pcm.au,AU",
    "pcm.caf,CAF",
    "pcm.w64,WAVE64",
    "rf64.wav,WAV",
    "bw64.wav,WAV",
    "pcm.sph,SPHERE",
    "wavpack.wv,WAVPACK",
    "flac.mka,MATROSKA",
    "aac.mov,MP4",
    "narrow.3gp,MP4",
    "pcm.avi,AVI",
    "wide.amr,AMR",
    "adts.aac,AAC",
    "v2.wma,WMA",
    "speex.spx,OGG",
  })
  void of_sampleFile_isItsFormat(String name, AudioFormat expected) throws Exception {
    AudioHead head = AudioHead.of(Samples.file(name));
    assertThat(AudioFormat.of(head.bytes())).contains(expected);
    assertThat(head.format()).contains(expected);
  }

  @Test
  void of_flacBehindId3_isFlac() throws Exception {
    Path file = Files.write(folder.resolve("tagged"), taggedFlac());
    assertThat(AudioHead.of(file).format()).contains(AudioFormat.FLAC);
    assertThat(Samples.READER.decode(file).channels()[0])
        .containsExactly(Samples.decode("flac.flac"));
  }

  private static byte[] taggedFlac() {
    byte[] tag = new byte[10 + 200];
    System.arraycopy(new byte[] {'I', 'D', '3', 4, 0, 0, 0, 0, 1, 72}, 0, tag, 0, 10);
    byte[] flac = Samples.bytes("flac.flac");
    byte[] tagged = Arrays.copyOf(tag, tag.length + flac.length);
    System.arraycopy(flac, 0, tagged, tag.length, flac.length);
    return tagged;
  }

  @Test
  void of_almostAFrameHeader_isNothing() {
    int[][] heads = {
      {0xff, 0xe9, 0x90, 0}, // no such version
      {0xff, 0xf9, 0x90, 0}, // no such layer
      {0xff, 0xfb, 0xf0, 0}, // no such bit rate
      {0xff, 0xfb, 0x9c, 0}, // no such sample rate
      {0xff, 0x1b, 0x90, 0},
      {0xfe, 0xfb, 0x90, 0},
      {0xff, 0xfb, 0x90},
      {'R', 'I', 'F', 'F', 0, 0, 0, 0, 'W', 'E', 'B', 'P'},
      {0xff, 0xfe, 'a', 0, 'b', 0, 'c', 0}, // text in UTF-16
      {},
    };
    for (int[] head : heads) {
      byte[] bytes = new byte[head.length];
      for (int i = 0; i < head.length; i++) {
        bytes[i] = (byte) head[i];
      }
      assertThat(AudioFormat.of(bytes)).as(Arrays.toString(head)).isEmpty();
    }
  }
}
