package org.emoglot.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.WaveformStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteAudioTest {

  private static final Path AUDIO =
      Path.of(
          System.getProperty("emoglot.home"),
          "emoglot-ffmpeg",
          "src",
          "test",
          "resources",
          "audio");

  private final AudioReader reader = new AudioReader(AudioOptions.defaults());
  private final Configuration hadoop = OtherFileSystem.in(new Configuration());

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flac.flac",
        "opus.ogg",
        "vorbis.ogg",
        "flac.ogg",
        "stereo.m4a",
        "aac.m4a",
        "bare.mp3",
        "id3.mp3",
        "04_ff_then_mp3.mp3"
      })
  void compressedFile_elsewhereOrInMemory_hasTheSamplesThatItHasOnDisk(String name)
      throws IOException {
    Path file = AUDIO.resolve(name);
    float[] expected = reader.read(file).samples();

    try (RemoteAudio elsewhere = RemoteAudio.of("other:" + file, hadoop)) {
      assertThat(elsewhere.path()).hasToString("other:" + file);
      assertThat(reader.read(elsewhere.path()).samples()).isEqualTo(expected);
    }
    try (RemoteAudio inMemory = RemoteAudio.of(Files.readAllBytes(file), "the bytes")) {
      assertThat(reader.read(inMemory.path()).samples()).isEqualTo(expected);
    }
  }

  @Test
  void wav_elsewhere_hasTheSamplesThatItHasOnDisk() throws IOException {
    Path file = wav("tone.wav", 90);

    try (RemoteAudio elsewhere = RemoteAudio.of("other:" + file, hadoop)) {
      assertThat(reader.read(elsewhere.path()).samples()).isEqualTo(reader.read(file).samples());
    }
  }

  @Test
  void passageOfALongRecording_readsNothingBehindIt_andOpensTheFileOnce() throws IOException {
    Path file = wav("long.wav", 3600);
    FileSystem files = new org.apache.hadoop.fs.Path("other:/").getFileSystem(hadoop);
    long opened = OtherFileSystem.OPENED.get();

    try (RemoteAudio elsewhere = RemoteAudio.of("other:" + file, hadoop)) {
      ClipAudio passage = ClipAudio.whole(elsewhere.path()).between(10, 12);
      float[] heard = reader.read(passage).samples();

      assertThat(heard).hasSize(2 * 16_000);
      assertThat(heard).isEqualTo(reader.read(passage.in(file)).samples());
    }
    assertThat(OtherFileSystem.OPENED.get() - opened).isEqualTo(1);
    long read = FileSystem.getGlobalStorageStatistics().get("other").getLong("bytesRead");
    assertThat(read).isLessThan(2_000_000);
    assertThat(files.getFileStatus(new org.apache.hadoop.fs.Path("other:" + file)).getLen())
        .isGreaterThan(100_000_000);
  }

  @Test
  void longRecording_elsewhere_isReadBlockByBlock() throws IOException {
    Path file = wav("long.wav", 3600);

    try (RemoteAudio elsewhere = RemoteAudio.of("other:" + file, hadoop);
        WaveformStream stream = reader.open(elsewhere.path())) {
      long samples = 0;
      for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
        assertThat(block.length).isLessThan(1 << 17);
        samples += block.length;
      }
      assertThat(samples).isEqualTo(3600L * 16_000);
    }
  }

  @Test
  void truncatedFile_elsewhere_isRefusedByItsName() throws IOException {
    Path file = folder.resolve("cut.flac");
    Files.write(file, new byte[] {'f', 'L', 'a', 'C', 0, 0, 0, 34});

    try (RemoteAudio elsewhere = RemoteAudio.of("other:" + file, hadoop)) {
      assertThatThrownBy(() -> reader.read(elsewhere.path()))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("other:" + file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"other:/no/where.wav", "unknown://bucket/a.wav", "::", "other:/tmp"})
  void whatIsNoFile_isRefusedInASentence(String name) {
    assertThatThrownBy(() -> RemoteAudio.of(name, hadoop))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("Expected ")
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"per%20cent.wav", "a#b?.wav", "with blank.wav", "ü.wav", "a:b.wav"})
  void oddName_ofThisMachine_isFoundByPathAndByUri(String name) throws IOException {
    Path file = wav(name, 1);

    try (RemoteAudio plain = RemoteAudio.of(file.toString(), hadoop);
        RemoteAudio uri = RemoteAudio.of("file:" + file, hadoop)) {
      assertThat(plain.path()).isEqualTo(file);
      assertThat(uri.path()).isEqualTo(file);
    }
  }

  /** A tone at 16 kHz, 16 bits. */
  private Path wav(String name, int seconds) throws IOException {
    Path file = folder.resolve(name);
    int bytes = 2 * 16_000 * seconds;
    ByteBuffer header = ByteBuffer.allocate(44).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(36 + bytes);
    header.put("WAVEfmt ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    header.putShort((short) 2).putShort((short) 16);
    header.put("data".getBytes(java.nio.charset.StandardCharsets.US_ASCII)).putInt(bytes);
    ByteBuffer second = ByteBuffer.allocate(32_000).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 16_000; i++) {
      second.putShort((short) (8000 * Math.sin(i * 0.1)));
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(header.array());
      for (int i = 0; i < seconds; i++) {
        out.write(second.array());
      }
    }
    return file;
  }
}
