package org.emoglot.benchmarks;

import org.emoglot.InvalidInputException;
import org.emoglot.classifier.EmotionNetwork;

/** In which numbers a side computes. The one place that knows how a network is told. */
enum Precisions {
  FP32;

  static Precisions of(String id) {
    if (!id.equals("fp32")) {
      throw new InvalidInputException("Expected the precision fp32, found '" + id + "'.");
    }
    return FP32;
  }

  /** Sets a network's precision; float32 is what it has. */
  void applyTo(EmotionNetwork network) {}
}
