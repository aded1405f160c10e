package org.emoglot.loss;

import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.InvalidInputException;
import org.emoglot.tensor.Ops;

/**
 * Classifies each clip of a batch by the centres of the emotions in the other languages. A system
 * does the same with a language that it was never taught; this loss practises it on the training
 * languages.
 *
 * <p>Class centres as prototypes come from Snell, Swersky and Zemel (2017, arXiv 1703.05175), and
 * holding one domain out in each step from Li, Yang, Song and Hospedales (2018, arXiv 1710.03463).
 * The combination is ours: the domains are languages, and each of them is held out in every step.
 *
 * <p>With z_i = h_i / |h_i|, y_i the emotion and l_i the language of clip i, S_mk the clips of
 * emotion k in language m, and M_lk the languages other than l for which S_mk is not empty:
 *
 * <pre>
 * c_lk = (1 / |M_lk|) sum_{m in M_lk} (1 / |S_mk|) sum_{j in S_mk} z_j
 * s_ik = z_i . c_{l_i,k} / (|c_{l_i,k}| tau)
 * L = mean over clips i with M_{l_i,y_i} not empty of
 *     -log( exp(s_{i,y_i}) / sum over k with M_{l_i,k} not empty of exp(s_ik) )
 * </pre>
 *
 * Each language counts the same in a centre, however many clips it has in the batch. The gradient
 * passes through the centres too. A batch of one language has loss 0, and so no gradient.
 *
 * @param weight in the objective, at least 0
 * @param tau temperature, positive
 */
public record CrossLanguagePrototypes(double weight, double tau) implements Term {

  public static final String NAME = "prototypes";

  public CrossLanguagePrototypes {
    if (!(weight >= 0) || !(tau > 0)) {
      throw new InvalidInputException(
          "Expected loss.%s.weight of at least 0 and a positive .tau, found %s and %s."
              .formatted(NAME, weight, tau));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Tensor value(BatchView batch) {
    Targets targets = batch.targets();
    return of(batch.embeddings(), targets.emotions(), targets.languages());
  }

  /**
   * The loss.
   *
   * @param h embeddings, shape (B, D)
   * @param emotions B class indices
   * @param languages B language indices
   * @return a scalar of h's type
   */
  public Tensor of(Tensor h, int[] emotions, int[] languages) {
    int batch = emotions.length;
    int[][] clips = clips(emotions, languages);
    int ofLanguage = clips[0].length; // centres that the clips of a language look at
    int centreCount = clips.length * ofLanguage;
    double[] shares = new double[centreCount * batch];
    long[] unseen = new long[batch * centreCount];
    double[] own = new double[batch * centreCount];
    int anchors = 0;
    for (int centre = 0; centre < centreCount; centre++) {
      int language = centre / ofLanguage;
      int emotion = centre % ofLanguage;
      long others =
          IntStream.range(0, clips.length)
              .filter(other -> other != language && clips[other][emotion] > 0)
              .count();
      for (int i = 0; i < batch; i++) {
        if (emotions[i] == emotion && languages[i] != language) {
          shares[centre * batch + i] = 1.0 / (others * clips[languages[i]][emotion]);
        }
        boolean seen = languages[i] == language && others > 0;
        unseen[i * centreCount + centre] = seen ? 0 : 1;
        if (seen && emotions[i] == emotion) {
          own[i * centreCount + centre] = 1;
          anchors++;
        }
      }
    }
    Tensor z = Cosines.unit(h); // (B, D)
    Tensor mix = Ops.tensor(shares, centreCount, batch).to(h.scalar_type());
    Tensor similarity = Cosines.of(z, Cosines.unit(mix.matmul(z)), tau); // (B, centres)
    Tensor logProbability = Ops.logSoftmax(Cosines.without(similarity, unseen));
    Tensor picked = Ops.tensor(own, batch, centreCount).to(h.scalar_type());
    // Without anchors all of it is zero, and so are the sum and its gradient.
    return Ops.scale(logProbability.mul(picked).sum(), -1.0 / Math.max(1, anchors));
  }

  /** Clips of the batch by language and emotion. */
  private static int[][] clips(int[] emotions, int[] languages) {
    int[][] clips =
        new int[1 + IntStream.of(languages).max().orElse(0)]
            [1 + IntStream.of(emotions).max().orElse(0)];
    for (int i = 0; i < emotions.length; i++) {
      clips[languages[i]][emotions[i]]++;
    }
    return clips;
  }
}
