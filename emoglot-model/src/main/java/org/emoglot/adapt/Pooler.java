package org.emoglot.adapt;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/** From frames with several hidden states side by side to utterances, each state for itself. */
@FunctionalInterface
interface Pooler {

  /** Frames (ΣT, n D) to utterances (B, n D), or (B, 2 n D) with deviations behind the means. */
  Tensor of(Frames frames);

  /**
   * Makes a pooler.
   *
   * @param states n of them side by side
   * @param width D of each
   * @param parameters where those of an attentive one are taken from
   */
  static Pooler of(Pooling pooling, int states, int width, Parameters parameters) {
    return switch (pooling) {
      case MEAN -> Frames::meanOverTime;
      case MEAN_STD ->
          frames -> Ops.beside(List.of(frames.meanOverTime(), frames.deviationOverTime()));
      case ATTENTIVE -> Attentive.of(states, width, parameters);
    };
  }

  /**
   * A mean under the weights softmax(v tanh(W x + b)) of the frames x of a sequence (Lin et al.
   * 2017, arXiv 1703.03130, with one hop). v starts at zero, so the first step sees the mean.
   *
   * @param heads of each state
   * @param width D of a state
   */
  record Attentive(List<Head> heads, int width) implements Pooler {

    private static final int HIDDEN = 128;

    private record Head(Linear hidden, Linear score) {

      /** Frames (ΣT, D) to scores (ΣT, 1). */
      Tensor scores(Tensor x) {
        return Ops.single(score.forward(hidden.forward(x).tanh()));
      }
    }

    static Attentive of(int states, int width, Parameters parameters) {
      List<Head> heads = new ArrayList<>();
      for (int state = 0; state < states; state++) {
        String name = "pooling." + state;
        heads.add(
            new Head(
                new Linear(parameters, name + ".hidden", width, HIDDEN),
                new Linear(parameters, name + ".score", HIDDEN, 1, Initializer.constant(0))));
      }
      return new Attentive(List.copyOf(heads), width);
    }

    @Override
    public Tensor of(Frames frames) {
      List<Tensor> pooled = new ArrayList<>();
      for (int state = 0; state < heads.size(); state++) {
        Tensor x = frames.values().narrow(1, (long) state * width, width).contiguous(); // (ΣT, D)
        List<Tensor> scores = frames.with(heads.get(state).scores(x)).runs(); // (n, T, 1) each
        List<Tensor> runs = frames.with(x).runs(); // (n, T, D) each
        List<Tensor> means = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
          Tensor weighted = runs.get(run).mul(scores.get(run).softmax(1));
          means.add(Ops.sum(weighted, 1, false)); // (n, D)
        }
        pooled.add(Ops.concatenate(means)); // (B, D)
      }
      return Ops.beside(pooled);
    }
  }
}
