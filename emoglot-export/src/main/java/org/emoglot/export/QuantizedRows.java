package org.emoglot.export;

/**
 * Weights as 8-bit integers with one scale for each row, the largest of which is 127 scales.
 *
 * @param values -127 to 127
 * @param scales of the rows
 */
record QuantizedRows(byte[] values, float[] scales) {

  private static final int LARGEST = 127;

  static QuantizedRows of(float[] weights, int rows) {
    int width = weights.length / rows;
    byte[] values = new byte[weights.length];
    float[] scales = new float[rows];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        largest = Math.max(largest, Math.abs(weights[i]));
      }
      scales[row] = largest == 0 ? 1 : largest / LARGEST;
      for (int i = row * width; i < (row + 1) * width; i++) {
        values[i] = (byte) Math.rint(weights[i] / scales[row]);
      }
    }
    return new QuantizedRows(values, scales);
  }
}
