package org.emoglot.encoder.context;

import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.checkpoint.DType;
import org.emoglot.checkpoint.ForwardingWeights;
import org.emoglot.checkpoint.Safetensors.Entry;
import org.emoglot.checkpoint.Weights;

/**
 * Weights in which the positional convolution's weight norm was folded into one tensor, seen as if
 * it had not been: v = w, and g[k] = |w| over the other two axes, so that g v / |v| = w.
 */
final class UnfoldedPositionalConvolution extends ForwardingWeights {

  private static final String FOLDED = "encoder.pos_conv_embed.conv.weight";
  private static final String MAGNITUDE = FOLDED + "_g";
  private static final String DIRECTION = FOLDED + "_v";

  private final Weights inner;
  private final String prefix;

  private UnfoldedPositionalConvolution(Weights inner, String prefix) {
    super(inner);
    this.inner = inner;
    this.prefix = prefix;
  }

  /** The weights themselves, or, where theirs is folded, this view of them. */
  static Weights of(Weights weights, String prefix) {
    boolean folded =
        weights.names().contains(prefix + FOLDED)
            && weights.entry(prefix + FOLDED).shape().size() == 3;
    return folded ? new UnfoldedPositionalConvolution(weights, prefix) : weights;
  }

  @Override
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>(inner.names());
    names.remove(prefix + FOLDED);
    names.add(prefix + MAGNITUDE);
    names.add(prefix + DIRECTION);
    return names;
  }

  @Override
  public Entry entry(String name) {
    if (name.equals(prefix + MAGNITUDE)) {
      return new Entry(DType.F32, List.of(1L, 1L, kernel()));
    }
    return inner.entry(stored(name));
  }

  @Override
  public ByteBuffer bytes(String name) {
    return inner.bytes(stored(name));
  }

  @Override
  public void read(String name, ByteBuffer into) {
    if (name.equals(prefix + MAGNITUDE) || name.equals(prefix + DIRECTION)) {
      super.read(name, into);
    } else {
      inner.read(name, into);
    }
  }

  @Override
  public float[] floats(String name) {
    if (name.equals(prefix + MAGNITUDE)) {
      return magnitudes(inner.floats(prefix + FOLDED));
    }
    float[] values = inner.floats(stored(name));
    return name.equals(prefix + DIRECTION) ? withoutZeros(values) : values;
  }

  private float[] magnitudes(float[] folded) {
    int kernel = Math.toIntExact(kernel());
    double[] squares = new double[kernel];
    for (int i = 0; i < folded.length; i++) {
      squares[i % kernel] += (double) folded[i] * folded[i];
    }
    float[] magnitudes = new float[kernel];
    for (int k = 0; k < kernel; k++) {
      magnitudes[k] = (float) Math.sqrt(squares[k]);
    }
    return magnitudes;
  }

  /** A direction must not be zero where the magnitude is: it would be 0 / 0. */
  private float[] withoutZeros(float[] direction) {
    float[] magnitudes = magnitudes(direction);
    float[] values = direction.clone();
    for (int i = 0; i < values.length; i++) {
      if (magnitudes[i % magnitudes.length] == 0) {
        values[i] = 1;
      }
    }
    return values;
  }

  private long kernel() {
    return inner.entry(prefix + FOLDED).shape().get(2);
  }

  @Override
  public String storedName(String name) {
    boolean unfolded = name.equals(prefix + MAGNITUDE) || name.equals(prefix + DIRECTION);
    return inner.storedName(unfolded ? prefix + FOLDED : name);
  }

  private String stored(String name) {
    return name.equals(prefix + DIRECTION) ? prefix + FOLDED : name;
  }
}
