package org.emoglot.selfsupervised;

import java.util.List;
import org.emoglot.data.Utterance;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/** The validations of a pretraining: no dropout, no noise, and the same masks each time. */
final class HeldOut {

  private static final long MASK_STREAM = 14;

  private final PretrainingNetwork network;
  private final PreparedSpeech clips;
  private final List<Utterance> utterances;
  private final SelfSupervision settings;
  private final Crops crops;
  private final long seed;

  HeldOut(
      PretrainingNetwork network,
      PreparedSpeech clips,
      List<Utterance> utterances,
      SelfSupervision settings,
      Crops crops,
      long seed) {
    this.network = network;
    this.clips = clips;
    this.utterances = utterances;
    this.settings = settings;
    this.crops = crops;
    this.seed = seed;
  }

  /**
   * Looks at all of them.
   *
   * @param step steps done
   * @param trainingLoss as {@link PretrainingValidation} has it
   */
  PretrainingValidation validate(long step, double trainingLoss) {
    ContrastiveConfig config = settings.contrastive();
    long[][] used = new long[config.codebooks()][config.entries()];
    double contrastive = 0;
    double right = 0;
    long frames = 0;
    int each = settings.training().clips();
    for (int first = 0; first < utterances.size(); first += each) {
      try (Scope scope = Scope.open()) {
        int from = first;
        Frames prepared =
            frames(utterances.subList(from, Math.min(utterances.size(), from + each)));
        Frames features = Ops.withoutGradient(() -> network.features(prepared));
        Masking masking =
            crops.masking(
                features.lengths(), clip -> SeededRandom.of(seed, MASK_STREAM, from + clip));
        PretrainingNetwork.Loss loss =
            Ops.withoutGradient(() -> network.settledLoss(features, masking));
        contrastive += masking.count() * loss.contrastive().item_double();
        right += masking.count() * loss.accuracy().item_double();
        frames += masking.count();
        float[] chosen = Ops.floats(loss.chosen()); // (M, G)
        for (int i = 0; i < chosen.length; i++) {
          used[i % config.codebooks()][(int) chosen[i]]++;
        }
      }
    }
    return new PretrainingValidation(
        step, contrastive / frames, right / frames, perplexity(used, frames), trainingLoss);
  }

  private Frames frames(List<Utterance> batch) {
    return crops.pack(batch.stream().map(clip -> crops.cut(clips.of(clip), 0)).toList());
  }

  /** The exponential of the entropy of each codebook's counts, summed. */
  static double perplexity(long[][] used, long frames) {
    double sum = 0;
    for (long[] codebook : used) {
      double entropy = 0;
      for (long count : codebook) {
        double share = (double) count / frames;
        entropy -= count == 0 ? 0 : share * Math.log(share);
      }
      sum += Math.exp(entropy);
    }
    return sum;
  }
}
