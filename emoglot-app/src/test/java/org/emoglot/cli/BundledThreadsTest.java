package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** emoglot-mini asked by many threads at once, with as many threads of the engine as usual. */
@Tag("slow")
class BundledThreadsTest {

  private static final int THREADS = 8;
  private static final int CLIPS_PER_THREAD = 8;
  private static final int ROUNDS = 5;

  /** The machine does other things, too. */
  private static final double SLACK = 1.15;

  @Test
  void predict_manyThreads_areNoSlowerThanWithALockAroundIt() throws Exception {
    AudioReader audio = new AudioReader(AudioOptions.defaults());
    List<Waveform> clips = new ArrayList<>();
    for (String name : List.of("sad_01", "angry_01", "happy_01", "neutral_01")) {
      clips.add(audio.read(TinyRun.SPEECH.resolve("de/f1/" + name + ".flac")));
    }
    try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
      List<Prediction> expected = clips.stream().map(classifier::predict).toList();
      Object lock = new Object();
      double free = Double.MAX_VALUE;
      double locked = Double.MAX_VALUE;
      for (int round = 0; round < ROUNDS; round++) {
        free = Math.min(free, seconds(classifier::predict, clips, expected));
        locked =
            Math.min(
                locked,
                seconds(
                    clip -> {
                      synchronized (lock) {
                        return classifier.predict(clip);
                      }
                    },
                    clips,
                    expected));
      }
      System.err.printf("free %.3f s, locked %.3f s%n", free, locked);
      assertThat(free)
          .as("seconds of %d clips, without and with a lock", THREADS * CLIPS_PER_THREAD)
          .isLessThan(SLACK * locked);
    }
  }

  private static double seconds(
      Function<Waveform, Prediction> classifier, List<Waveform> clips, List<Prediction> expected)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Boolean>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int first = t;
        tasks.add(
            () -> {
              for (int i = 0; i < CLIPS_PER_THREAD; i++) {
                int clip = (first + i) % clips.size();
                assertThat(classifier.apply(clips.get(clip))).isEqualTo(expected.get(clip));
              }
              return true;
            });
      }
      long start = System.nanoTime();
      for (Future<Boolean> task : pool.invokeAll(tasks)) {
        assertThat(task.get()).isTrue();
      }
      return (System.nanoTime() - start) / 1e9;
    } finally {
      pool.shutdownNow();
    }
  }
}
