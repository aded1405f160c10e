package org.emoglot.checkpoint;

/**
 * Values as 8-bit integers with one scale for each row: value = integer * scale.
 *
 * @param values -127 to 127
 * @param scales of the rows; 0 for a row of zeros
 */
public record QuantizedRows(byte[] values, float[] scales) {

  private static final float LARGEST = 127;

  /**
   * Rounds values.
   *
   * @param values finite, row-major
   * @param rows their number, a divisor of that of the values
   */
  public static QuantizedRows of(float[] values, int rows) {
    int width = values.length / rows;
    float[] scales = new float[rows];
    byte[] rounded = new byte[values.length];
    for (int row = 0; row < rows; row++) {
      float largest = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float scale = largest / LARGEST;
      scales[row] = scale;
      for (int i = row * width; i < (row + 1) * width && scale > 0; i++) {
        rounded[i] = (byte) Math.max(-LARGEST, Math.min(LARGEST, Math.round(values[i] / scale)));
      }
    }
    return new QuantizedRows(rounded, scales);
  }
}
