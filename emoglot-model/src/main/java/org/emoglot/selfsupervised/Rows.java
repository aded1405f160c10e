package org.emoglot.selfsupervised;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;

/** The rows of single frames of the clips of a batch. */
final class Rows {

  private Rows() {}

  /**
   * Row numbers, clip by clip.
   *
   * @param batch of B clips
   * @param frames of each clip
   * @return indices, shape (M)
   */
  static Tensor indices(Frames batch, List<int[]> frames) {
    int[] rows = new int[frames.stream().mapToInt(chosen -> chosen.length).sum()];
    int next = 0;
    int firstRow = 0;
    for (int clip = 0; clip < frames.size(); clip++) {
      for (int frame : frames.get(clip)) {
        rows[next++] = firstRow + frame;
      }
      firstRow += batch.lengths()[clip];
    }
    return Ops.indices(rows);
  }
}
