package org.emoglot.unlabelled;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Logits of a made-up model: emotion, corpus and rest are added, as {@link SourceLogits} has it.
 */
public final class MadeUpLogits {

  /** How far an emotion raises its own logit. */
  public static final double EMOTION = 2;

  private static final double REST = 0.7;

  private final Random random;
  private final int classes;

  public MadeUpLogits(int classes, long seed) {
    this.classes = classes;
    this.random = new Random(seed);
  }

  /** Clips of the given emotions in a corpus. */
  public List<float[]> clips(double[] corpus, int... emotions) {
    List<float[]> clips = new ArrayList<>();
    for (int emotion : emotions) {
      float[] clip = new float[classes];
      for (int k = 0; k < classes; k++) {
        double own = k == emotion ? EMOTION : 0;
        clip[k] = (float) (5 + corpus[k] + own + REST * random.nextGaussian());
      }
      clips.add(clip);
    }
    return clips;
  }

  /** A corpus somewhere. */
  public double[] corpus() {
    double[] corpus = new double[classes];
    for (int k = 0; k < classes; k++) {
      corpus[k] = random.nextGaussian();
    }
    return corpus;
  }

  /** Every emotion in turn, so many clips. */
  public int[] balanced(int clips) {
    int[] emotions = new int[clips];
    for (int i = 0; i < clips; i++) {
      emotions[i] = i % classes;
    }
    return emotions;
  }

  /** What is known of a model that was trained on six corpora. */
  public SourceLogits source() {
    List<float[]> logits = new ArrayList<>();
    List<String> corpora = new ArrayList<>();
    int each = 40 * classes;
    int[] labels = new int[6 * each];
    for (int c = 0; c < 6; c++) {
      int[] emotions = balanced(each);
      System.arraycopy(emotions, 0, labels, c * each, each);
      logits.addAll(clips(corpus(), emotions));
      for (int i = 0; i < each; i++) {
        corpora.add("corpus" + c);
      }
    }
    return SourceLogits.of(logits, labels, corpora);
  }
}
