package org.emoglot.segment;

import java.util.ServiceLoader;

/** Chooses how speech is found. */
public final class SpeechDetectors {

  private SpeechDetectors() {}

  /**
   * A detector by the model on the class path, which the module emoglot-onnx brings; without one by
   * energy.
   */
  public static SpeechDetector find(SegmentOptions options) {
    return ServiceLoader.load(SpeechModel.class, SpeechModel.class.getClassLoader())
        .findFirst()
        .<SpeechDetector>map(model -> new VoiceDetector(model, options))
        .orElseGet(() -> new VoiceActivity(options));
  }
}
