package org.emoglot.train;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.sampling.BalancedWeights;

/**
 * The views of training clips and of their augmented copies, each with a weight by which every
 * corpus counts the same, every emotion within a corpus, and every version of an utterance.
 *
 * @param utterances of each clip; as often as it has versions
 * @param clips in the same order
 * @param weights in the same order; their sum is 1
 */
public record WeightedClips(
    List<Utterance> utterances, List<PreparedClip> clips, double[] weights) {

  /** All versions of some utterances. */
  public static WeightedClips of(List<Utterance> utterances, PreparedClips prepared) {
    double[] ofUtterance = BalancedWeights.of(utterances);
    List<Utterance> repeated = new ArrayList<>();
    List<PreparedClip> clips = new ArrayList<>();
    List<Double> weights = new ArrayList<>();
    for (int i = 0; i < ofUtterance.length; i++) {
      List<PreparedClip> versions = prepared.versionsOf(utterances.get(i));
      for (PreparedClip version : versions) {
        repeated.add(utterances.get(i));
        clips.add(version);
        weights.add(ofUtterance[i] / versions.size());
      }
    }
    return new WeightedClips(
        repeated, clips, weights.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
