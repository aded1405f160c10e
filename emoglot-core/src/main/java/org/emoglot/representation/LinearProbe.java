package org.emoglot.representation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.data.LabelSet;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Metrics;

/**
 * How well a linear classifier reads something from embeddings that it was not trained on: a
 * speaker, a language, an emotion (G. Alain, Y. Bengio: <i>Understanding intermediate layers using
 * linear classifier probes</i>, 2016). Where the probe is no better than {@code majority}, nothing
 * of it can be read linearly.
 *
 * <p>The classifier is logistic regression, one class against the others, on values that were
 * brought to mean 0 and variance 1 by the training folds. Every embedding is tested once, by the
 * classifier of the other folds.
 *
 * @param items number of embeddings
 * @param classes number of different labels
 * @param folds number of folds
 * @param accuracy share of right answers
 * @param uar unweighted average recall; chance is 1 / classes
 * @param majority share of the most frequent label: the accuracy without looking
 */
public record LinearProbe(
    int items, int classes, int folds, double accuracy, double uar, double majority) {

  /**
   * Probes embeddings that may each be in another fold, as for speakers.
   *
   * @param embeddings (N, D), finite
   * @param labels (N), at least two different ones
   * @throws org.emoglot.InvalidInputException if a label has fewer embeddings than there are folds
   */
  public static LinearProbe of(float[][] embeddings, List<String> labels, ProbeOptions options) {
    List<String> alone = IntStream.range(0, labels.size()).mapToObj("%09d"::formatted).toList();
    return of(embeddings, labels, alone, options);
  }

  /**
   * Probes embeddings with each group either in training or in test. A language is probed with the
   * speakers as groups: else a probe that knows the voices knows the languages.
   *
   * @param embeddings (N, D), finite
   * @param labels (N), at least two different ones
   * @param groups (N)
   * @throws org.emoglot.InvalidInputException if a label has fewer groups than there are folds
   */
  public static LinearProbe of(
      float[][] embeddings, List<String> labels, List<String> groups, ProbeOptions options) {
    Embeddings.check(embeddings);
    Embeddings.checkLength(embeddings, "labels", labels);
    Embeddings.checkLength(embeddings, "groups", groups);
    LabelSet classes = new LabelSet(labels.stream().distinct().sorted().toList());
    int[] truth = labels.stream().mapToInt(classes::index).toArray();
    int[] folds = Folds.of(labels, groups, options.folds(), options.seed());
    int[] answers = new int[truth.length];
    for (int fold = 0; fold < options.folds(); fold++) {
      List<float[]> training = new ArrayList<>();
      List<Integer> trainingTruth = new ArrayList<>();
      for (int i = 0; i < truth.length; i++) {
        if (folds[i] != fold) {
          training.add(embeddings[i]);
          trainingTruth.add(truth[i]);
        }
      }
      LogisticRegression probe =
          LogisticRegression.train(
              training.toArray(float[][]::new),
              trainingTruth.stream().mapToInt(Integer::intValue).toArray(),
              options.cost());
      for (int i = 0; i < truth.length; i++) {
        if (folds[i] == fold) {
          answers[i] = probe.predict(embeddings[i]);
        }
      }
    }
    ConfusionMatrix matrix = ConfusionMatrix.of(classes, truth, answers);
    long most = IntStream.range(0, classes.size()).mapToLong(matrix::support).max().getAsLong();
    return new LinearProbe(
        truth.length,
        classes.size(),
        options.folds(),
        Metrics.accuracy(matrix),
        Metrics.uar(matrix, AbsentClass.NAN),
        (double) most / truth.length);
  }
}
