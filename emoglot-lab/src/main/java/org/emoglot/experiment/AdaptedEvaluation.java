package org.emoglot.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.Utterance;
import org.emoglot.metric.AbsentClass;
import org.emoglot.metric.Answers;
import org.emoglot.metric.Bootstrap;
import org.emoglot.metric.BootstrapOptions;
import org.emoglot.metric.ConfusionMatrix;
import org.emoglot.metric.Interval;
import org.emoglot.metric.Metrics;
import org.emoglot.protocol.Plan;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.statistics.PermutationOptions;
import org.emoglot.statistics.PermutationTest;
import org.emoglot.unlabelled.LogitShift;

/**
 * Adapts a trained model to some clips of each corpus of the target, without their labels, and
 * measures it on the others, from answers that are there already. In each draw a corpus is split
 * into halves; each half is evaluated by the model that is adapted to clips of the other.
 */
final class AdaptedEvaluation {

  static final int DRAWS = 10;

  /** One-sided samples are as large as the largest number that was asked for up to this. */
  private static final int MOST_ONE_SIDED = 32;

  /** Keeps these numbers apart from those that others draw with the same seed. */
  private static final long STREAM = 17;

  private final Plan plan;
  private final EmotionClassifier classifier;
  private final Map<Utterance, Prediction> byClip = new HashMap<>();
  private final List<Fold> folds = new ArrayList<>();
  private final Answers unadapted;

  /** Clips to adapt to, in random order, and those to evaluate on then. */
  private record Fold(int draw, List<Utterance> pool, List<Utterance> evaluated) {}

  private AdaptedEvaluation(
      Plan plan, List<Prediction> predictions, EmotionClassifier classifier, long seed) {
    this.plan = plan;
    this.classifier = classifier;
    for (int i = 0; i < predictions.size(); i++) {
      byClip.put(plan.evaluation().get(i), predictions.get(i));
    }
    for (int draw = 0; draw < DRAWS; draw++) {
      for (String corpus : plan.targetCorpora()) {
        List<Utterance> clips =
            SeededRandom.of(seed, STREAM, draw)
                .shuffled(
                    plan.evaluation().stream().filter(u -> u.corpus().equals(corpus)).toList());
        List<Utterance> first = clips.subList(0, clips.size() / 2);
        List<Utterance> second = clips.subList(clips.size() / 2, clips.size());
        folds.add(new Fold(draw, first, second));
        folds.add(new Fold(draw, second, first));
      }
    }
    this.unadapted = answers(predictions.stream().map(Prediction::label).toList());
  }

  /**
   * Measures a run that transfers to its target.
   *
   * @param predictions of the model as it was trained, for the evaluation, in its order
   * @param classifier that model
   * @param sizes of the samples
   * @param seed draws them
   * @return {@link UnlabelledTier#NONE} where no sizes are given, or nothing transfers
   */
  static UnlabelledTier of(
      Plan plan,
      List<Prediction> predictions,
      EmotionClassifier classifier,
      List<Integer> sizes,
      long seed) {
    if (sizes.isEmpty() || !plan.transfers()) {
      return UnlabelledTier.NONE;
    }
    return new AdaptedEvaluation(plan, predictions, classifier, seed)
        .tier(sizes.stream().distinct().sorted().toList());
  }

  private UnlabelledTier tier(List<Integer> sizes) {
    int most = sizes.get(sizes.size() - 1);
    List<UnlabelledTier.Result> results = new ArrayList<>();
    for (int size : sizes) {
      results.add(result(SampleKind.RANDOM, size));
    }
    sizes.stream()
        .filter(size -> size > 0 && size <= MOST_ONE_SIDED)
        .reduce((smaller, larger) -> larger)
        .ifPresent(
            size ->
                SampleKind.oneSided(plan.labels())
                    .forEach(kind -> results.add(result(kind, size))));
    return new UnlabelledTier(
        sizes,
        DRAWS,
        folds.stream()
            .filter(fold -> most > 0 && !fold.pool().isEmpty())
            .map(
                fold ->
                    new UnlabelledTier.Sample(
                        fold.draw(),
                        fold.pool().get(0).corpus(),
                        fold.pool().stream().map(Utterance::id).toList()))
            .toList(),
        results);
  }

  private UnlabelledTier.Result result(SampleKind kind, int size) {
    List<Map<Utterance, String>> labels = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      labels.add(new HashMap<>());
    }
    double heard = 0;
    for (Fold fold : folds) {
      List<Utterance> pool = kind.of().apply(fold.pool());
      UnlabelledSample sample = classifier.sample();
      pool.subList(0, Math.min(size, pool.size())).forEach(clip -> sample.add(answer(clip)));
      heard += (double) sample.clips() / folds.size();
      LogitShift shift = sample.shift();
      fold.evaluated()
          .forEach(
              clip ->
                  labels.get(fold.draw()).put(clip, sample.adapted(answer(clip), shift).label()));
    }
    List<Answers> draws =
        labels.stream()
            .map(draw -> answers(plan.evaluation().stream().map(draw::get).toList()))
            .toList();
    List<Interval> intervals =
        Bootstrap.ofRuns(
            Stream.concat(draws.stream(), Stream.of(unadapted)).toList(),
            AdaptedEvaluation::figures,
            BootstrapOptions.DEFAULT);
    Interval uar = intervals.get(0);
    Interval gain = intervals.get(1);
    double p =
        PermutationTest.uar(
                draws,
                draws.stream().map(draw -> unadapted).toList(),
                AbsentClass.SKIP,
                PermutationOptions.DEFAULT)
            .p();
    return new UnlabelledTier.Result(
        kind.name(),
        size,
        heard,
        uar.value(),
        uar.low(),
        uar.high(),
        gain.value(),
        gain.low(),
        gain.high(),
        p);
  }

  /** The mean UAR of the draws, and that less the UAR of the last, which is not adapted. */
  private static double[] figures(List<ConfusionMatrix> matrices) {
    int draws = matrices.size() - 1;
    double unadapted = Metrics.uar(matrices.get(draws), AbsentClass.SKIP);
    double gain = 0; // of equal answers exactly 0
    for (ConfusionMatrix matrix : matrices.subList(0, draws)) {
      gain += (Metrics.uar(matrix, AbsentClass.SKIP) - unadapted) / draws;
    }
    return new double[] {unadapted + gain, gain};
  }

  private Prediction answer(Utterance clip) {
    return Objects.requireNonNull(byClip.get(clip));
  }

  private Answers answers(List<String> labels) {
    return Answers.of(
        plan.labels(),
        plan.evaluation().stream().map(Utterance::id).toList(),
        plan.evaluation().stream().map(Utterance::label).toList(),
        labels);
  }
}
