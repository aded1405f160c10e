package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads that ask one classifier at the same time. */
class ManyThreadsTest {

  private static final int THREADS = 16;
  private static final int ROUNDS = 6;

  @TempDir static Path folder;

  /**
   * A frozen backbone in bfloat16 and its derived weights are made while the threads already ask.
   */
  @Test
  void predict_manyThreadsAtOnce_giveTheAnswersOfOne() throws Exception {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    Path model = folder.resolve("model");
    SavedModels.save(backbone, Kind.PEFT, model);
    List<Waveform> clips = IntStream.range(0, 8).mapToObj(TinyCommittees::clip).toList();
    List<Prediction> alone;
    try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
      alone = clips.stream().map(classifier::predict).toList();
    }
    for (int round = 0; round < ROUNDS; round++) {
      try (EmotionClassifier classifier = EmotionClassifier.load(model)) {
        assertThat(atOnce(classifier, clips)).allMatch(alone::equals);
      }
    }
  }

  @Test
  void predict_committeeInManyThreads_givesTheAnswersOfOne() throws Exception {
    EmotionNetwork one = TinyCommittees.network(LabelSet.FOUR, 1);
    EmotionNetwork two = TinyCommittees.network(LabelSet.FOUR, 2);
    List<Waveform> clips = IntStream.range(0, 8).mapToObj(TinyCommittees::clip).toList();
    try (EmotionClassifier classifier =
        new EmotionClassifier(
            new CommitteeScorer(new Committee(List.of(one, two)), one::confidence, one::source))) {
      List<Prediction> alone = clips.stream().map(classifier::predict).toList();
      assertThat(atOnce(classifier, clips)).allMatch(alone::equals);
    }
  }

  @Test
  void close_whileThreadsAsk_givesAnAnswerOrSaysThatItIsClosed() throws Exception {
    EmotionNetwork network = TinyCommittees.network(LabelSet.FOUR, 1);
    EmotionClassifier classifier = new EmotionClassifier(new CommitteeScorer(network));
    Waveform clip = TinyCommittees.clip(1);
    Prediction expected = classifier.predict(clip);
    AtomicInteger answered = new AtomicInteger();
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<String>> ends = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        ends.add(
            pool.submit(
                () -> {
                  while (true) {
                    try {
                      assertThat(classifier.predict(clip)).isEqualTo(expected);
                      answered.incrementAndGet();
                    } catch (IllegalStateException e) {
                      return String.valueOf(e.getMessage());
                    }
                  }
                }));
      }
      while (answered.get() < 2 * THREADS) {
        Thread.onSpinWait();
      }
      classifier.close();
      for (Future<String> end : ends) {
        assertThat(end.get()).startsWith("This classifier is closed");
      }
    } finally {
      pool.shutdownNow();
    }
  }

  /** What each of many threads hears in all clips, each beginning at another. */
  private static List<List<Prediction>> atOnce(EmotionClassifier classifier, List<Waveform> clips)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<List<Prediction>>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        int first = t;
        tasks.add(
            () -> {
              Prediction[] answers = new Prediction[clips.size()];
              for (int i = 0; i < answers.length; i++) {
                int clip = (first + i) % answers.length;
                answers[clip] = classifier.predict(clips.get(clip));
              }
              return List.of(answers);
            });
      }
      List<List<Prediction>> found = new ArrayList<>();
      for (Future<List<Prediction>> answer : pool.invokeAll(tasks)) {
        found.add(answer.get());
      }
      return found;
    } finally {
      pool.shutdownNow();
    }
  }
}
