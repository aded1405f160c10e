package org.emoglot.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * A batch of sequences of different lengths, packed one after the other. Nothing is padded, so
 * nothing is computed in vain, and what is done frame by frame cannot depend on the batch.
 *
 * @param values shape (ΣT, C): the frames of the first sequence, then those of the second, ...
 * @param lengths frames T of each sequence, each at least 1
 */
public record Frames(Tensor values, int[] lengths) {

  private static final double VARIANCE_FLOOR = 1e-10;

  public Frames {
    for (int length : lengths) {
      if (length < 1) {
        throw new IllegalArgumentException("A sequence of " + length + " frames.");
      }
    }
    int total = Arrays.stream(lengths).sum();
    if (values.ndimension() != 2 || values.size(0) != total) {
      throw new IllegalArgumentException(
          "Expected values (%d, C) for sequences of %s frames, found shape %s."
              .formatted(total, Arrays.toString(lengths), Arrays.toString(values.shape())));
    }
  }

  /** Packs clips, each an array of frames times {@code channels} values in row-major order. */
  public static Frames pack(List<float[]> clips, int channels) {
    float[] packed = new float[Math.toIntExact(clips.stream().mapToLong(c -> c.length).sum())];
    int[] lengths = new int[clips.size()];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      float[] clip = clips.get(i);
      System.arraycopy(clip, 0, packed, at, clip.length);
      at += clip.length;
      lengths[i] = clip.length / channels;
    }
    return new Frames(Ops.tensor(packed, packed.length / channels, channels), lengths);
  }

  /** Packs sequences, each of shape (T, C). */
  public static Frames pack(List<Tensor> sequences) {
    return new Frames(
        Ops.concatenate(sequences),
        sequences.stream().mapToInt(sequence -> Math.toIntExact(sequence.size(0))).toArray());
  }

  /** Moves the values from a scope to the enclosing one; see {@link Scope#handOut}. */
  public Frames handOut(Scope scope) {
    return with(scope.handOut(values));
  }

  /** Number of sequences B. */
  public int batch() {
    return lengths.length;
  }

  /** The sequences, each of shape (T, C). */
  public List<Tensor> sequences() {
    return Ops.split(values, Arrays.stream(lengths).asLongStream().toArray());
  }

  /** Runs of neighbouring sequences of one length, each of shape (n, T, C). */
  public List<Tensor> runs() {
    List<int[]> runs = new ArrayList<>(); // sequences, frames of each
    for (int length : lengths) {
      if (!runs.isEmpty() && runs.get(runs.size() - 1)[1] == length) {
        runs.get(runs.size() - 1)[0]++;
      } else {
        runs.add(new int[] {1, length});
      }
    }
    List<Tensor> parts =
        Ops.split(values, runs.stream().mapToLong(run -> (long) run[0] * run[1]).toArray());
    List<Tensor> shaped = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      shaped.add(parts.get(i).view(runs.get(i)[0], runs.get(i)[1], values.size(1))); // (n, T, C)
    }
    return shaped;
  }

  /**
   * Other frames for each sequence, computed outside of the engine.
   *
   * @param of from the values of a sequence to those of its frames, both in row-major order
   * @param channels values of one of these
   */
  public Frames eachClip(UnaryOperator<float[]> of, int channels) {
    List<float[]> clips = new ArrayList<>();
    for (Tensor sequence : sequences()) {
      try (Scope scope = Scope.open()) {
        clips.add(of.apply(Ops.floats(sequence)));
      }
    }
    return pack(clips, channels);
  }

  /** Each sequence without its first frames. */
  public Frames withoutFirst(int count) {
    return count == 0
        ? this
        : pack(
            sequences().stream()
                .map(sequence -> sequence.narrow(0, count, sequence.size(0) - count))
                .toList());
  }

  /** The same lengths with other values. */
  public Frames with(Tensor newValues) {
    return new Frames(newValues, lengths);
  }

  /** The mean over each sequence's frames, shape (B, C); eq. 4 of the paper. */
  public Tensor meanOverTime() {
    List<Tensor> means = new ArrayList<>();
    for (Tensor run : runs()) {
      means.add(Ops.mean(run, 1, false)); // (n, C)
    }
    return Ops.concatenate(means); // (B, C)
  }

  /**
   * The standard deviation over each sequence's frames, shape (B, C): the root of the mean square
   * about the mean, 0 for one frame but for a floor that keeps its gradient finite.
   */
  public Tensor deviationOverTime() {
    List<Tensor> deviations = new ArrayList<>();
    for (Tensor run : runs()) {
      Tensor centred = run.sub(Ops.mean(run, 1, true)); // (n, T, C)
      Tensor variance = Ops.mean(centred.square(), 1, false); // (n, C)
      deviations.add(Ops.plus(variance, VARIANCE_FLOOR).sqrt());
    }
    return Ops.concatenate(deviations); // (B, C)
  }

  /**
   * Inverted dropout of whole channels, the same in all frames of a sequence (Gal and Ghahramani
   * 2016, arXiv 1512.05287). A mean over time would average independent zeros away; and it takes a
   * hundredth of the random numbers, which on a CPU cost more than the layer itself.
   */
  public Frames channelDropout(double p, boolean training) {
    if (!training || p == 0) {
      return this;
    }
    Tensor ones = torch.torch_ones(new long[] {batch(), values.size(1)});
    return with(values.mul(spread(torch.dropout(ones, p, true))));
  }

  /** One row for each sequence, repeated for each of its frames: (B, C) to (ΣT, C). */
  private Tensor spread(Tensor rows) {
    int[] sequenceOfFrame = new int[Math.toIntExact(values.size(0))];
    int at = 0;
    for (int i = 0; i < lengths.length; i++) {
      Arrays.fill(sequenceOfFrame, at, at + lengths[i], i);
      at += lengths[i];
    }
    return rows.index_select(0, Ops.indices(sequenceOfFrame));
  }
}
