package org.emoglot.train;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * Clips that make the validation scores of a training follow a given course: of every label, the
 * wanted share of validation clips is one that the network takes for that label, the rest one that
 * it takes for the other. The network's head is set so that it tells the two apart, by a margin
 * that small steps of training do not move.
 */
final class PlantedScores implements PreparedClips {

  private static final float[] LOW = constant(1);
  private static final float[] HIGH = constant(-1);

  /** Validation clips by language and label. */
  private static final int CLIPS = 5;

  private static final int CLIPS_PER_LOOK = 2 * 2 * CLIPS;

  private final List<Integer> rightAtLook;
  private int asked;

  /**
   * Plants a course.
   *
   * @param rightAtLook right answers of each label's five clips, look by look; from the end on, the
   *     last stays
   */
  PlantedScores(TinyTraining training, List<Integer> rightAtLook) {
    this.rightAtLook = List.copyOf(rightAtLook);
    try (Scope scope = Scope.open()) {
      float[] low = embed(training, LOW);
      float[] high = embed(training, HIGH);
      float[] weight = new float[2 * low.length];
      double norm = 0;
      for (int d = 0; d < low.length; d++) {
        norm += (high[d] - low[d]) * (high[d] - low[d]);
      }
      double middle = 0;
      for (int d = 0; d < low.length; d++) {
        double direction = 20 * (high[d] - low[d]) / norm;
        weight[low.length + d] = (float) direction;
        middle += direction * (low[d] + high[d]) / 2;
      }
      set(training, "classifier.output.weight", weight);
      set(training, "classifier.output.bias", new float[] {0, (float) -middle});
    }
  }

  private static float[] embed(TinyTraining training, float[] clip) {
    return Ops.withoutGradient(
        () ->
            Ops.floats(
                training
                    .network()
                    .embed(Frames.pack(List.of(clip), TinyTraining.CHANNELS), false)));
  }

  private static void set(TinyTraining training, String name, float[] values) {
    Tensor tensor = training.network().parameters().get(name);
    if (tensor == null) {
      throw new IllegalStateException("No " + name + " in " + training.network().parameters());
    }
    Ops.assign(tensor, values);
  }

  private static float[] constant(float sign) {
    float[] clip = new float[12 * TinyTraining.CHANNELS];
    for (int i = 0; i < clip.length; i++) {
      clip[i] = i % 2 == 0 ? sign : -sign;
    }
    return clip;
  }

  @Override
  public PreparedClip of(Utterance utterance) {
    boolean low = utterance.label().equals("low");
    if (utterance.split() == Split.VALIDATION) {
      int look = Math.min(asked++ / CLIPS_PER_LOOK, rightAtLook.size() - 1);
      int number = Integer.parseInt(utterance.id().substring(utterance.id().length() - 1));
      if (number >= rightAtLook.get(look)) {
        low = !low;
      }
    }
    return PreparedClip.of(low ? LOW : HIGH, TinyTraining.CHANNELS);
  }
}
