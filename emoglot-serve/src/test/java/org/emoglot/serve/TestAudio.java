package org.emoglot.serve;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;

/** Speech for tests: the synthetic clips of the demo. */
final class TestAudio {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private TestAudio() {}

  static Path home() {
    return Path.of(System.getProperty("emoglot.home", ".."));
  }

  /** A clip of about a second. */
  static Path clip() {
    return clips().get(0);
  }

  /** Clips of one German speaker, in a fixed order. */
  static List<Path> clips() {
    try (Stream<Path> files = Files.list(home().resolve("demo/speech/de/f1"))) {
      return files.filter(file -> file.toString().endsWith(".flac")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file of the tests: speech.ogg of one channel and speech.webm of two hold five clips in Opus.
   */
  static byte[] resource(String name) throws IOException {
    try (InputStream in = TestAudio.class.getResourceAsStream("/audio/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }

  static float[] samples(Path file) {
    return new AudioReader(AudioOptions.defaults()).read(file).samples();
  }

  /** Several clips one after the other, with pauses of so many seconds around them. */
  static float[] recording(List<Path> clips, double pause) {
    List<float[]> parts = new ArrayList<>();
    int silence = (int) (pause * RATE);
    parts.add(new float[silence]);
    for (Path clip : clips) {
      parts.add(samples(clip));
      parts.add(new float[silence]);
    }
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** 16-bit PCM, little-endian. */
  static byte[] pcm(float[] samples) {
    ByteBuffer bytes = ByteBuffer.allocate(2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float sample : samples) {
      bytes.putShort((short) Math.round(Math.max(-1, Math.min(1, sample)) * 32767));
    }
    return bytes.array();
  }

  /** A WAV file of 16-bit samples. */
  static byte[] wav(float[] samples, int rate) {
    byte[] pcm = pcm(samples);
    ByteBuffer bytes = ByteBuffer.allocate(44 + pcm.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + pcm.length);
    bytes.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    bytes.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(2 * rate);
    bytes.putShort((short) 2).putShort((short) 16);
    bytes.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(pcm.length).put(pcm);
    return bytes.array();
  }
}
