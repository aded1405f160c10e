package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.data.Offset;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioReaderTest {

  private final AudioReader reader = new AudioReader(AudioOptions.defaults());

  @TempDir Path folder;

  @Test
  void read_wavAtModelRate_givesItsSamples() {
    Waveform waveform = reader.read(wav(16_000, new float[][] {{0.5f, -0.25f, 0}}));
    assertThat(waveform.samples()).containsExactly(0.5f, -0.25f, 0);
    assertThat(waveform.sampleRate()).isEqualTo(16_000);
  }

  @Test
  void read_stereoAtAnotherRate_mixesAndResamples() {
    float[][] stereo = new float[2][4800];
    for (int i = 0; i < 4800; i++) {
      stereo[0][i] = (float) (0.5 * Math.sin(2 * Math.PI * 1000 * i / 48_000));
      stereo[1][i] = -0.5f * stereo[0][i];
    }
    Path file = wav(48_000, stereo);
    Waveform mean = reader.read(file);
    assertThat(mean.samples()).hasSize(1600);
    assertThat(mean.seconds()).isEqualTo(0.1);
    assertThat(mean.samples()[804]).isCloseTo(0.125f, Offset.offset(1e-4f));
    Waveform loudest = new AudioReader(new AudioOptions(Downmix.LOUDEST)).read(file);
    assertThat(loudest.samples()[804]).isCloseTo(0.5f, Offset.offset(1e-4f));
    assertThat(reader.read(file).samples()).containsExactly(mean.samples());
  }

  @Test
  void read_notFiniteOrHuge_isRefusedWithItsPlace() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY, 1e10f}) {
      Path file = wav(8000, new float[][] {{0, 0}, {0, bad}});
      assertRefused(file, file.toString(), Float.toString(bad), "sample 1 of channel 1");
    }
  }

  @Test
  void read_noSamples_isRefused() {
    assertRefused(wav(8000, new float[1][0]), "length 0");
  }

  @Test
  void read_whatIsNoFile_isRefused() throws Exception {
    assertRefused(folder.resolve("missing.wav"), "missing.wav", "nothing there");
    assertRefused(folder, folder.toString(), "folder");
    assumeThat(Path.of("/dev/zero")).exists();
    assertRefused(Path.of("/dev/zero"), "device or pipe");
  }

  @Test
  void read_unreadableFile_isRefused() throws Exception {
    Path file = wav(8000, new float[1][1]);
    assumeThat(file.getFileSystem().supportedFileAttributeViews()).contains("posix");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeThat(Files.isReadable(file)).as("this user may read everything").isFalse();
    assertRefused(file, "not permitted");
  }

  @Test
  void read_unknownContent_isRefusedWithItsFirstBytes() throws Exception {
    Path text = Files.writeString(folder.resolve("notes.wav"), "Hello\nworld");
    assertRefused(
        text, text.toString(), "WAV (PCM or float)", "byte 0", "48 65 6c", "\"Hello.wo\"");
    assertRefused(Files.createFile(folder.resolve("empty.wav")), "an empty file");
  }

  @Test
  void read_contentOfAnotherDecoder_goesToIt() throws Exception {
    AudioDecoder ones =
        new AudioDecoder() {
          @Override
          public String formats() {
            return "ones";
          }

          @Override
          public boolean accepts(byte[] head) {
            return head[0] == 1;
          }

          @Override
          public AudioStream open(Path file) {
            return AudioStream.of(new AudioClip(new float[][] {{1, 1}}, 16_000));
          }
        };
    AudioReader both = new AudioReader(AudioOptions.defaults(), List.of(new WavDecoder(), ones));
    Path file = Files.write(folder.resolve("ones.wav"), new byte[] {1});
    assertThat(both.read(file).samples()).containsExactly(1, 1);
    assertThatThrownBy(() -> both.read(Files.write(file, new byte[] {2})))
        .hasMessageContaining("WAV (PCM or float), ones");
  }

  private Path wav(int rate, float[][] channels) {
    byte[] data = WavBytes.encode(channels, WavBytes.FLOAT, 32, ByteOrder.LITTLE_ENDIAN);
    return WavBytes.riff()
        .fmt(WavBytes.FLOAT, channels.length, rate, 32)
        .chunk("data", data)
        .write(folder);
  }

  private void assertRefused(Path file, String... parts) {
    assertThatThrownBy(() -> reader.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContainingAll(parts);
  }
}
