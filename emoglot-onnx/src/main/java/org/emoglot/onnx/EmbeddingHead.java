package org.emoglot.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.emoglot.metric.Votes;
import org.emoglot.unlabelled.LogitShift;

/**
 * From an embedding to logits, outside of the graph: the embedding of a long recording is the mean
 * of those of its windows.
 *
 * @param members the linear heads of the members of a committee
 * @param shift of their common logits
 */
record EmbeddingHead(List<Linear> members, LogitShift shift) {

  /**
   * The head of one member.
   *
   * @param weights (K, D)
   * @param biases (K)
   */
  record Linear(float[][] weights, float[] biases) {

    private float[] logits(float[] embedding, int from) {
      float[] logits = new float[biases.length];
      for (int k = 0; k < logits.length; k++) {
        double sum = biases[k];
        for (int d = 0; d < weights[k].length; d++) {
          sum += (double) weights[k][d] * embedding[from + d];
        }
        logits[k] = (float) sum;
      }
      return logits;
    }
  }

  /**
   * Reads heads.
   *
   * @param base64 of their little-endian floats, of each member its weights and its biases
   * @param widths D of each member
   * @param shift of K logits
   * @throws IllegalArgumentException if it is no such text
   */
  static EmbeddingHead of(String base64, List<Integer> widths, LogitShift shift) {
    int labels = shift.values().length;
    ByteBuffer values =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    long expected = widths.stream().mapToLong(width -> (width + 1L) * labels * Float.BYTES).sum();
    if (values.remaining() != expected) {
      throw new IllegalArgumentException(
          "a head of %d bytes instead of %d".formatted(values.remaining(), expected));
    }
    List<Linear> members = new ArrayList<>();
    for (int width : widths) {
      float[][] weights = new float[labels][];
      for (int k = 0; k < labels; k++) {
        weights[k] = floats(values, width);
      }
      members.add(new Linear(weights, floats(values, labels)));
    }
    return new EmbeddingHead(members, shift);
  }

  private static float[] floats(ByteBuffer values, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = values.getFloat();
    }
    return floats;
  }

  /** Logits (K) of an embedding, those of the members one after the other. */
  float[] logits(float[] embedding) {
    List<float[]> votes = new ArrayList<>();
    int from = 0;
    for (Linear member : members) {
      votes.add(member.logits(embedding, from));
      from += member.weights()[0].length;
    }
    return shift.apply(Votes.pool(votes));
  }
}
