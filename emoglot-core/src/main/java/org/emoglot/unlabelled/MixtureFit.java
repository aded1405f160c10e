package org.emoglot.unlabelled;

import java.util.Arrays;

/**
 * Where a sample lies, and how much of it each emotion makes up, found together by expectation and
 * maximisation. Model: a clip of emotion k has logits from a normal distribution about {@code mean
 * + offset + emotions[k]} with the covariance {@code within}; the offset of a sample is drawn from
 * a normal distribution about 0 with the covariance {@code between}, and the shares of the emotions
 * from a symmetric Dirichlet distribution. Of all K centred logits the first K - 1 tell the last,
 * and are taken alone.
 *
 * @param shares (K) of the emotions
 * @param logPosterior of offset and shares, without the prior of the shares
 */
record MixtureFit(double[] shares, double logPosterior) {

  private static final int ITERATIONS = 30;

  /** The problem: clips (N, K - 1), and what the source says. */
  private record Problem(
      double[][] clips, double[][] emotions, double[][] precision, double[][] priorPrecision) {

    static Problem of(SourceLogits source, double[][] sample) {
      int free = source.mean().length - 1;
      double[][] clips = new double[sample.length][];
      for (int i = 0; i < sample.length; i++) {
        double[] clip = sample[i].clone();
        Sums.add(clip, source.mean(), -1);
        clips[i] = Arrays.copyOf(clip, free);
      }
      double[][] emotions =
          Arrays.stream(source.emotions())
              .map(emotion -> Arrays.copyOf(emotion, free))
              .toArray(double[][]::new);
      double[][] within = Symmetric.regular(Symmetric.leading(source.within(), free));
      double[][] between =
          Symmetric.regular(Symmetric.sum(Symmetric.leading(source.between(), free), 1e-3, within));
      return new Problem(clips, emotions, Symmetric.inverse(within), Symmetric.inverse(between));
    }

    int classes() {
      return emotions.length;
    }

    double[] mean() {
      double[] mean = new double[classes() - 1];
      for (double[] clip : clips) {
        Sums.add(mean, clip, 1.0 / clips.length);
      }
      return mean;
    }
  }

  /**
   * Fits, from two starts: at the source, and at the mean of the sample.
   *
   * @param sample (N, K) centred logits, at least one row
   * @param counted how many clips the sample counts as, at most N: clips of one recording session
   *     are not independent
   * @param prior clips of each emotion that are added; infinite for equal shares
   */
  static MixtureFit of(SourceLogits source, double[][] sample, double counted, double prior) {
    Problem problem = Problem.of(source, sample);
    MixtureFit atSource = from(problem, new double[problem.classes() - 1], counted, prior);
    MixtureFit atSample = from(problem, problem.mean(), counted, prior);
    return atSource.logPosterior >= atSample.logPosterior ? atSource : atSample;
  }

  private static MixtureFit from(Problem problem, double[] start, double counted, double prior) {
    double weight = counted / problem.clips().length;
    int classes = problem.classes();
    double[][] precision =
        Symmetric.inverse(Symmetric.sum(problem.priorPrecision(), counted, problem.precision()));
    double[] offset = start.clone();
    double[] shares = new double[classes];
    Arrays.fill(shares, 1.0 / classes);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      double[] counts = new double[classes];
      double[] rest = new double[offset.length];
      for (double[] clip : problem.clips()) {
        double[] logs = logs(problem, clip, offset, shares);
        double total = logSum(logs);
        Sums.add(rest, clip, weight);
        for (int k = 0; k < classes; k++) {
          double responsibility = weight * Math.exp(logs[k] - total);
          counts[k] += responsibility;
          Sums.add(rest, problem.emotions()[k], -responsibility);
        }
      }
      offset = Symmetric.times(precision, Symmetric.times(problem.precision(), rest));
      if (Double.isFinite(prior)) {
        for (int k = 0; k < classes; k++) {
          shares[k] = (counts[k] + prior) / (counted + classes * prior);
        }
      }
    }
    double logPosterior = -0.5 * Symmetric.form(problem.priorPrecision(), offset);
    for (double[] clip : problem.clips()) {
      logPosterior += weight * logSum(logs(problem, clip, offset, shares));
    }
    return new MixtureFit(shares, logPosterior);
  }

  private static double[] logs(Problem problem, double[] clip, double[] offset, double[] shares) {
    double[] logs = new double[shares.length];
    for (int k = 0; k < logs.length; k++) {
      double[] rest = clip.clone();
      Sums.add(rest, offset, -1);
      Sums.add(rest, problem.emotions()[k], -1);
      logs[k] = Math.log(shares[k]) - 0.5 * Symmetric.form(problem.precision(), rest);
    }
    return logs;
  }

  private static double logSum(double[] logs) {
    double highest = Arrays.stream(logs).max().orElseThrow();
    double sum = 0;
    for (double log : logs) {
      sum += Math.exp(log - highest);
    }
    return highest + Math.log(sum);
  }
}
