package org.emoglot.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Conformal prediction sets for a new group, such as a language that was not learned from.
 *
 * <p>A set holds each label whose probability is at least a threshold; it covers a clip if it holds
 * the truth. Split conformal prediction takes the threshold that covers the wanted share of
 * calibration clips, which holds for more clips of the same kind. Clips of one language are alike,
 * and the next language is another one: for it, whole languages are the observations (R. Dunn, L.
 * Wasserman and A. Ramdas, <i>Distribution-free prediction sets for two-layer hierarchical
 * models</i>, Journal of the American Statistical Association 118, 2023). So each group counts the
 * same, and the share is raised until the mean coverage of the groups, each by a threshold from the
 * others only, reaches what was wanted.
 *
 * <p>What is reached is a mean over new groups. A single one may be covered less or more. For a
 * guarantee of 0.9 without an assumption about the groups, nine of them are too few to say more
 * than that every label is possible (Y. Lee, R. F. Barber and R. Willett, <i>Distribution-free
 * inference with hierarchical data</i>, 2023: one part in n + 1 of the weight lies on clips that no
 * threshold covers).
 */
public final class GroupConformal {

  /** By which the share is raised. */
  private static final double STEP = 0.001;

  private GroupConformal() {}

  /** Scores from high to low, each with the share of weight down to it, a group weighing 1 / n. */
  private record Pooled(double[] scores, double[] shares) {

    static Pooled of(List<double[]> groups) {
      List<double[]> weighted = new ArrayList<>(); // (score, weight)
      for (double[] group : groups) {
        for (double score : group) {
          weighted.add(new double[] {score, 1.0 / groups.size() / group.length});
        }
      }
      weighted.sort((a, b) -> Double.compare(b[0], a[0]));
      double[] scores = new double[weighted.size()];
      double[] shares = new double[weighted.size()];
      double sum = 0;
      for (int i = 0; i < scores.length; i++) {
        scores[i] = weighted.get(i)[0];
        sum += weighted.get(i)[1];
        shares[i] = sum;
      }
      return new Pooled(scores, shares);
    }

    /** The highest threshold that covers a share. */
    double covering(double share) {
      int at = Arrays.binarySearch(shares, share - 1e-12);
      return scores[Math.min(scores.length - 1, at < 0 ? -at - 1 : at)];
    }
  }

  /**
   * The threshold.
   *
   * @param groups of each group, and at least one, the probability of the truth of its clips, at
   *     least one; 1 where the set holds the truth whatever the threshold is
   * @param coverage wanted share of covered clips, in (0, 1)
   * @return in [0, 1]; 0, by which sets hold every label, if no other reaches the coverage
   */
  public static double threshold(List<double[]> groups, double coverage) {
    Pooled all = Pooled.of(groups);
    if (groups.size() == 1) {
      return all.covering(coverage);
    }
    List<Pooled> others = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      List<double[]> rest = new ArrayList<>(groups);
      rest.remove(g);
      others.add(Pooled.of(rest));
    }
    for (double share = coverage; share < 1; share += STEP) {
      double sum = 0;
      for (int g = 0; g < groups.size(); g++) {
        sum += covered(groups.get(g), others.get(g).covering(share));
      }
      if (sum / groups.size() >= coverage) {
        return all.covering(share);
      }
    }
    return 0;
  }

  private static double covered(double[] scores, double threshold) {
    return Arrays.stream(scores).filter(score -> score >= threshold).count()
        / (double) scores.length;
  }
}
