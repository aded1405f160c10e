package org.emoglot.wav2vec2;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.emoglot.tensor.Ops;
import org.jspecify.annotations.Nullable;

/**
 * A batch of sequences of different lengths, padded at the end to the longest.
 *
 * @param values shape (B, T, C); what stands beyond a sequence's length is undefined
 * @param lengths valid frames of each sequence, each in [1, T]
 */
public record Frames(Tensor values, int[] lengths) {

  public Frames {
    if (values.ndimension() != 3 || values.size(0) != lengths.length) {
      throw new IllegalArgumentException(
          "Expected values (B, T, C) for %d sequences, found shape %s."
              .formatted(lengths.length, Arrays.toString(values.shape())));
    }
    for (int length : lengths) {
      if (length < 1 || length > values.size(1)) {
        throw new IllegalArgumentException(
            "A sequence length of %d is outside of [1, %d].".formatted(length, values.size(1)));
      }
    }
  }

  /** Zero-pads clips, each an array of frames times {@code channels} values in row-major order. */
  public static Frames pad(List<float[]> clips, int channels) {
    int longest = clips.stream().mapToInt(clip -> clip.length).max().orElse(0);
    float[] padded = new float[Math.multiplyExact(clips.size(), longest)];
    int[] lengths = new int[clips.size()];
    for (int i = 0; i < clips.size(); i++) {
      float[] clip = clips.get(i);
      System.arraycopy(clip, 0, padded, i * longest, clip.length);
      lengths[i] = clip.length / channels;
    }
    return new Frames(
        Ops.tensor(padded, clips.size(), longest / channels, channels), lengths); // (B, T, C)
  }

  public int batch() {
    return lengths.length;
  }

  /** The padded length T. */
  public int longest() {
    return Math.toIntExact(values.size(1));
  }

  /** True on valid frames, shape (B, T); null when nothing is padded. */
  public @Nullable Tensor mask() {
    int longest = longest();
    if (Arrays.stream(lengths).allMatch(length -> length == longest)) {
      return null;
    }
    long[] valid = new long[lengths.length * longest];
    for (int i = 0; i < lengths.length; i++) {
      Arrays.fill(valid, i * longest, i * longest + lengths[i], 1);
    }
    return Ops.tensor(valid, lengths.length, longest).to(ScalarType.Bool); // (B, T)
  }

  /** The same lengths with other values. */
  public Frames with(Tensor newValues) {
    return new Frames(newValues, lengths);
  }

  /** The mean over each sequence's valid frames, shape (B, C); eq. 4 of the paper. */
  public Tensor meanOverTime() {
    Tensor mask = mask();
    if (mask == null) {
      return Ops.mean(values, 1, false); // (B, C)
    }
    Tensor kept = Ops.fillWhere(values, mask.logical_not().unsqueeze(2), 0); // (B, T, C)
    float[] counts = new float[lengths.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = lengths[i];
    }
    return Ops.sum(kept, 1, false).div(Ops.tensor(counts, counts.length, 1)); // (B, C)
  }
}
