package org.emoglot.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.doctor.Surroundings;

/** The tiny encoder of the golden files, its clips as WAV, and transformers' hidden states. */
final class GoldenClips {

  static final int CLIPS = 3;
  static final int LAYERS = 3;
  static final int WIDTH = 48;

  static final Path BACKBONE =
      Surroundings.ofThisProcess()
          .home()
          .resolve("emoglot-model/src/test/resources/golden/wav2vec2-base-tiny");

  private GoldenClips() {}

  /** Hidden state of a clip, frames times {@link #WIDTH}. */
  static float[] hidden(int clip, int layer) {
    return golden("hidden%d.%d".formatted(clip, layer));
  }

  /** The mean of such a state over its frames. */
  static float[] mean(int clip, int layer) {
    float[] frames = hidden(clip, layer);
    double[] sum = new double[WIDTH];
    for (int i = 0; i < frames.length; i++) {
      sum[i % WIDTH] += frames[i];
    }
    float[] mean = new float[WIDTH];
    for (int d = 0; d < WIDTH; d++) {
      mean[d] = (float) (sum[d] * WIDTH / frames.length);
    }
    return mean;
  }

  /** Writes a clip as 16-bit PCM, which holds it exactly. */
  static Path write(int clip, Path file) throws IOException {
    return write(golden("clip" + clip), file);
  }

  /** Writes samples that are multiples of 1/32768 at 16 kHz. */
  static Path write(float[] samples, Path file) throws IOException {
    int bytes = samples.length * Short.BYTES;
    ByteBuffer wav = ByteBuffer.allocate(44 + bytes).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + bytes).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(16_000).putInt(32_000);
    wav.putShort((short) 2).putShort((short) 16).put(ascii("data")).putInt(bytes);
    for (float sample : samples) {
      wav.putShort((short) Math.round(sample * 32768));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, wav.array());
  }

  private static float[] golden(String name) {
    try (Safetensors golden = Safetensors.open(BACKBONE.resolve("golden.safetensors"))) {
      return golden.floats(name);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
