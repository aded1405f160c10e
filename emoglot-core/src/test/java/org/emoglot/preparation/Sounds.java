package org.emoglot.preparation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;

/**
 * Files of one line that say how they sound: {@code speech 1.5}, {@code silence 2}, {@code broken}.
 */
final class Sounds {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private Sounds() {}

  /** Plays what a file's line says; speech is of the file's name. */
  static final AudioSource AUDIO =
      file -> {
        String[] words = text(file).strip().split(" ", -1);
        return switch (words[0]) {
          case "speech" -> speech(Double.parseDouble(words[1]), file.getFileName().hashCode());
          case "hiss" -> noise(Double.parseDouble(words[1]), 0.01);
          case "dither" -> noise(Double.parseDouble(words[1]), 4e-6);
          case "silence" -> waveform(new float[(int) (Double.parseDouble(words[1]) * RATE)]);
          case "sample" -> waveform(new float[] {0.25f});
          default -> throw new InvalidInputException("Expected audio in " + file + ", found text.");
        };
      };

  /** Syllables of noise, with gaps in which a room is heard. */
  static Waveform speech(double seconds, long seed) {
    Random random = new Random(seed);
    float[] samples = new float[(int) Math.round(seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      boolean syllable = i % (RATE / 4) < RATE / 5;
      samples[i] = (float) ((syllable ? 0.1 : 0.0005) * random.nextGaussian());
    }
    return waveform(samples);
  }

  private static Waveform noise(double seconds, double level) {
    Random random = new Random(1);
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (level * random.nextGaussian());
    }
    return waveform(samples);
  }

  private static Waveform waveform(float[] samples) {
    return new Waveform(samples, RATE);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
