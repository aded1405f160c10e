package org.emoglot.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the process holds after ten thousand clips. */
@Tag("slow")
class ManyClipsTest {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int CLIPS = 10_000;
  private static final int WARM = 1_000;
  private static final int BATCH = 20;
  private static final int MOST_GROWN_MIB = 40; // Java's own code and heap grow a little, too

  @Test
  void predict_tenThousandClips_leavesTheMemoryAsItWas() throws IOException {
    assumeThat(STATUS).as("where Linux counts memory").exists();
    Random random = new Random(1);
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      long before = 0;
      for (int done = 0; done < CLIPS; done += BATCH) {
        if (done == WARM) {
          before = residentMib();
        }
        List<Waveform> clips = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
          clips.add(noise(random));
        }
        assertThat(classifier.predictSpeech(clips)).hasSize(BATCH);
      }
      assertThat(residentMib()).isLessThan(before + MOST_GROWN_MIB);
    }
  }

  @Test
  void load_hundredTimes_leavesTheMemoryAsItWas() throws IOException {
    assumeThat(STATUS).as("where Linux counts memory").exists();
    Waveform clip = noise(new Random(2));
    long before = 0;
    for (int i = 0; i < 110; i++) {
      if (i == 10) {
        before = residentMib();
      }
      try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
        assertThat(classifier.predictSpeech(List.of(clip))).hasSize(1);
      }
    }
    assertThat(residentMib()).isLessThan(before + MOST_GROWN_MIB);
  }

  /** Of 0.3 to 1.3 s. */
  private static Waveform noise(Random random) {
    float[] samples = new float[4_800 + random.nextInt(Waveform.MODEL_SAMPLE_RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = 0.1f * (float) random.nextGaussian();
    }
    return new Waveform(samples, Waveform.MODEL_SAMPLE_RATE);
  }

  private static long residentMib() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(STATUS)) {
      if (line.startsWith("VmRSS")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("no VmRSS in " + STATUS);
  }
}
