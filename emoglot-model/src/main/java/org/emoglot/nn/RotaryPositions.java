package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;

/**
 * Rotary positions (Su et al. 2021, arXiv 2104.09864) in the form of transformers' conformers: what
 * is rotated by an angle that grows with the frame is not queries and keys, but each head's part of
 * the frame from which they are projected.
 */
public final class RotaryPositions implements AttentionPositions {

  private final int heads;
  private final float[] speeds; // radians per frame, half as many as a head has values

  /**
   * @param width D; D/H is even
   * @param base of the wavelengths, usually 10000
   */
  public RotaryPositions(int width, int heads, double base) {
    this.heads = heads;
    int ofHead = width / heads;
    speeds = new float[ofHead / 2];
    for (int i = 0; i < speeds.length; i++) {
      speeds[i] = (float) (1 / Math.pow(base, 2.0 * i / ofHead));
    }
  }

  @Override
  public Frames placed(Frames x) {
    List<Tensor> rotated = new ArrayList<>();
    for (Tensor run : x.runs()) {
      rotated.add(rotated(run).reshape(-1, run.size(2))); // (n T, D)
    }
    return x.with(Ops.concatenate(rotated));
  }

  private Tensor rotated(Tensor run) {
    int frames = Math.toIntExact(run.size(1));
    float[] cosines = new float[frames * speeds.length];
    float[] sines = new float[cosines.length];
    for (int i = 0; i < cosines.length; i++) {
      float angle = i / speeds.length * speeds[i % speeds.length];
      cosines[i] = (float) Math.cos(angle);
      sines[i] = (float) Math.sin(angle);
    }
    Tensor cosine = Ops.tensor(cosines, frames, 1, speeds.length);
    Tensor sine = Ops.tensor(sines, frames, 1, speeds.length);
    Tensor parts = run.view(run.size(0), frames, heads, 2L * speeds.length);
    Tensor a = parts.narrow(3, 0, speeds.length); // (n, T, H, D/2H)
    Tensor b = parts.narrow(3, speeds.length, speeds.length);
    return Ops.beside(List.of(a.mul(cosine).sub(b.mul(sine)), b.mul(cosine).add(a.mul(sine))));
  }
}
