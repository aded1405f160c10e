package org.emoglot.pretrain;

import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.wav2vec2.Frames;

/**
 * Frames of a batch as the rows of a matrix. All that this package knows of how a batch is laid out
 * stands here.
 */
final class Rows {

  private Rows() {}

  /** All rows of a batch, shape (R, C); not all need be valid frames. */
  static Tensor of(Frames batch) {
    return batch.values().reshape(-1, batch.values().size(-1));
  }

  /** Where frames stand among the rows: their numbers clip by clip, as indices (M). */
  static Tensor indices(Frames batch, List<int[]> frames) {
    long longest = batch.longest();
    return index(
        IntStream.range(0, frames.size())
            .boxed()
            .flatMapToLong(
                clip -> IntStream.of(frames.get(clip)).mapToLong(frame -> clip * longest + frame))
            .toArray());
  }

  /** The valid frames of a batch, shape (sum of T, C). */
  static Tensor valid(Frames batch) {
    if (batch.mask() == null) {
      return of(batch);
    }
    List<int[]> all =
        IntStream.of(batch.lengths()).mapToObj(n -> IntStream.range(0, n).toArray()).toList();
    return of(batch).index_select(0, indices(batch, all));
  }

  private static Tensor index(long[] rows) {
    return Ops.tensor(rows, rows.length);
  }
}
