package org.emoglot.unlabelled;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.emoglot.io.Json;

/**
 * How a model answers clips of the languages that it was trained on: what a sample of another
 * language is compared with. Logits are centred, so that those of a clip sum to 0, which changes no
 * probability.
 *
 * <p>In the words of a mixed model, the logits of a clip are {@code mean + corpus + emotion +
 * rest}: the corpus with its language, speakers and microphone shifts all of its clips, and
 * training has heard several corpora to tell how far.
 *
 * @param mean (K) over the corpora, every emotion in each of them counting the same
 * @param emotions (K, K) by emotion, the mean of its clips less the mean of their corpus
 * @param within (K, K) covariance of the clips of one emotion in one corpus
 * @param between (K, K) covariance of the means of the corpora
 * @param spread mean squared distance of a clip from the mean of its corpus, every emotion counting
 *     the same
 * @param clips that this was computed from; 0 where nothing is known
 * @param corpora that they are from
 * @param shots labelled clips of the target by which the model was moved to where the target lies;
 *     0 for a model that has none
 */
public record SourceLogits(
    double[] mean,
    double[][] emotions,
    double[][] within,
    double[][] between,
    double spread,
    int clips,
    int corpora,
    int shots) {

  /** Of a model that does not store it, such as one of an earlier version. */
  public static final SourceLogits UNKNOWN =
      new SourceLogits(
          new double[0], new double[0][0], new double[0][0], new double[0][0], 0, 0, 0, 0);

  /**
   * Reads what a model stores.
   *
   * @param file for the message
   * @param json changed where an earlier version wrote less
   * @param advice what to do if it is damaged, in the imperative and without a full stop
   */
  public static SourceLogits read(Path file, JsonNode json, String advice) {
    if (json instanceof ObjectNode object && !object.has("shots")) {
      object.put("shots", 0);
    }
    return Json.record(file, json, SourceLogits.class, advice);
  }

  /**
   * Computes it from answers to clips that the head was not fitted to.
   *
   * @param logits (N, K)
   * @param labels (N) indices of emotions
   * @param corpora (N) names
   * @return {@link #UNKNOWN} if no corpus has two clips of an emotion
   */
  public static SourceLogits of(List<float[]> logits, int[] labels, List<String> corpora) {
    Map<String, List<Integer>> byCorpus = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      byCorpus.computeIfAbsent(corpora.get(i), name -> new ArrayList<>()).add(i);
    }
    List<CorpusLogits> each = new ArrayList<>();
    for (List<Integer> rows : byCorpus.values()) {
      CorpusLogits one = CorpusLogits.of(logits, labels, rows);
      if (one.repeats()) {
        each.add(one);
      }
    }
    return each.isEmpty() ? UNKNOWN : of(each, labels.length);
  }

  private static SourceLogits of(List<CorpusLogits> corpora, int clips) {
    int classes = corpora.get(0).mean().length;
    double[] mean = new double[classes];
    double[][] emotions = new double[classes][classes];
    double[][] within = new double[classes][classes];
    double[][] between = new double[classes][classes];
    double spread = 0;
    int[] having = new int[classes];
    for (CorpusLogits corpus : corpora) {
      Sums.add(mean, corpus.mean(), 1.0 / corpora.size());
      within = Symmetric.sum(within, 1.0 / corpora.size(), corpus.within());
      spread += corpus.spread() / corpora.size();
      for (int k = 0; k < classes; k++) {
        if (corpus.has(k)) {
          having[k]++;
          Sums.add(emotions[k], corpus.emotions()[k], 1);
        }
      }
    }
    for (int k = 0; k < classes; k++) {
      Sums.scale(emotions[k], 1.0 / Math.max(1, having[k]));
    }
    for (CorpusLogits corpus : corpora) {
      double[] distance = corpus.mean().clone();
      Sums.add(distance, mean, -1);
      Sums.addSquare(between, distance, 1.0 / Math.max(1, corpora.size() - 1));
    }
    // One corpus tells nothing of others: as far from each other as clips are.
    return new SourceLogits(
        mean,
        emotions,
        within,
        corpora.size() == 1 ? within : between,
        spread,
        clips,
        corpora.size(),
        0);
  }

  /**
   * Where labelled clips of the target lie: the mean of their logits less what their emotions add,
   * less that of the source.
   *
   * @param logits (N, K)
   * @param labels (N) indices of emotions
   * @return (K)
   */
  double[] offset(List<float[]> logits, int[] labels) {
    double[] offset = new double[mean.length];
    for (int i = 0; i < labels.length; i++) {
      Sums.add(offset, Sums.centred(logits.get(i)), 1.0 / labels.length);
      Sums.add(offset, emotions[labels[i]], -1.0 / labels.length);
    }
    Sums.add(offset, mean, -1);
    return offset;
  }

  /** The same of a model that was moved by so many labelled clips of the target. */
  public SourceLogits withShots(int count) {
    return new SourceLogits(mean, emotions, within, between, spread, clips, corpora, count);
  }

  /** Whether there is nothing to compare with. */
  @JsonIgnore
  public boolean isUnknown() {
    return clips == 0;
  }

  /** Whether all is of so many logits, and finite. */
  public boolean fits(int classes) {
    return mean.length == classes
        && isFinite(new double[][] {mean}, 1, classes)
        && isFinite(emotions, classes, classes)
        && isFinite(within, classes, classes)
        && isFinite(between, classes, classes)
        && spread > 0
        && shots >= 0
        && Double.isFinite(spread);
  }

  private static boolean isFinite(double[][] matrix, int rows, int columns) {
    return matrix.length == rows
        && Arrays.stream(matrix)
            .allMatch(
                row -> row.length == columns && Arrays.stream(row).allMatch(Double::isFinite));
  }

  /** The share of {@link #spread} that clips of one emotion have. */
  double spreadWithin() {
    return Math.min(1, Symmetric.trace(within) / spread);
  }
}
