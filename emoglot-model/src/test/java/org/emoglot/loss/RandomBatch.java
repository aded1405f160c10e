package org.emoglot.loss;

import java.util.SplittableRandom;

/** Random embeddings or logits with labels, as a loss receives them. */
@SuppressWarnings("ArrayRecordComponent")
record RandomBatch(double[][] rows, int[] labels, int[] languages) {

  static RandomBatch draw(long seed, int size, int width, int classes, int languages) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[size][width];
    int[] label = new int[size];
    int[] language = new int[size];
    for (int i = 0; i < size; i++) {
      double length = random.nextDouble(0.3, 3);
      for (int c = 0; c < width; c++) {
        rows[i][c] = length * random.nextGaussian();
      }
      label[i] = random.nextInt(classes);
      language[i] = random.nextInt(languages);
    }
    return new RandomBatch(rows, label, language);
  }
}
