package org.emoglot.export.transformers;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.LayerChoice;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.Hearing;
import org.emoglot.encoder.wav2vec2bert.Wav2Vec2BertConfig;
import org.emoglot.encoder.whisper.WhisperConfig;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.MergedParameters;

/**
 * A model of which a class of transformers computes the same logits.
 *
 * @param folder of the saved model, for messages
 * @param scorer the loaded model, of one network
 * @param architecture the class
 * @param parameters of the network
 */
record ExactModel(
    Path folder, CommitteeScorer scorer, Architecture architecture, MergedParameters parameters) {

  /** Log-mel frames that transformers fills up to a multiple of. */
  private static final int STRIDE = 2;

  /**
   * Checks a model, and merges its low-rank updates into its weights.
   *
   * @throws InvalidInputException with the reason if no class computes what it does
   */
  static ExactModel of(Path folder, CommitteeScorer scorer) {
    List<EmotionNetwork> networks = scorer.networks();
    if (networks.size() > 1) {
      throw inexact(folder, "one model", "a committee of " + networks.size());
    }
    EmotionNetwork network = networks.get(0);
    Architecture architecture = Architecture.of(network.encoder().config());
    requireViews(folder, network.views());
    requirePooling(folder, network);
    requireInsertions(folder, network.adaptation());
    if (network.encoder().config() instanceof WhisperConfig whisper) {
      requireWindows(folder, whisper);
    }
    if (network.encoder().config() instanceof Wav2Vec2BertConfig bert && bert.stride() != STRIDE) {
      throw inexact(folder, "log-mel frames in pairs", bert.stride() + " side by side");
    }
    return new ExactModel(folder, scorer, architecture, MergedParameters.of(network));
  }

  private static void requireViews(Path folder, Views views) {
    if (views != Views.RECORDING) {
      throw inexact(
          folder,
          "a model that hears a clip as it is",
          "one that hears its copies (views '%s')".formatted(views.id()));
    }
  }

  private static void requirePooling(Path folder, EmotionNetwork network) {
    AdaptationConfig adaptation = network.adaptation();
    LayerChoice choice = LayerChoice.of(adaptation.layer(), network.encoder().config().layers());
    if (choice.count() > 1) {
      throw inexact(
          folder,
          "one pooled hidden state or a mixture of all",
          "states %s side by side".formatted(adaptation.layer()));
    }
    if (adaptation.pooling() != Pooling.MEAN) {
      throw inexact(
          folder, "the pooling mean", "the pooling '%s'".formatted(adaptation.pooling().id()));
    }
    if (adaptation.standardize()) {
      throw inexact(
          folder,
          "a head that is linear in the mean of the frames",
          "one on values that are divided by their root mean square (adaptation.standardize)");
    }
  }

  private static void requireInsertions(Path folder, AdaptationConfig adaptation) {
    if (adaptation.kind() != AdaptationConfig.Kind.PEFT) {
      return;
    }
    if (adaptation.adapterWidth() > 0) {
      throw inexact(
          folder,
          "low-rank updates alone",
          "bottleneck adapters of width %d (adaptation.adapterWidth)"
              .formatted(adaptation.adapterWidth()));
    }
    if (adaptation.gate() == AdaptationConfig.Gate.LAYER_INPUT) {
      throw inexact(
          folder, "low-rank updates alone", "gates on the inputs of layers (adaptation.gate)");
    }
  }

  /** Its class of transformers hears whole windows, and pools all of their frames. */
  private static void requireWindows(Path folder, WhisperConfig whisper) {
    if (whisper.hearing() != Hearing.PADDED) {
      throw inexact(
          folder,
          "the hearing padded, since Whisper's class pools a window of silence as well",
          "the hearing '%s'".formatted(whisper.hearing().id()));
    }
    if (whisper.windowSamples() % Waveform.MODEL_SAMPLE_RATE != 0) {
      throw inexact(
          folder,
          "windows of whole seconds",
          "windows of %d samples".formatted(whisper.windowSamples()));
    }
  }

  private static InvalidInputException inexact(Path folder, String expected, String found) {
    return new InvalidInputException(
        "Expected %s, which transformers can compute, found %s in the model %s: choose --format onnx."
            .formatted(expected, found, folder));
  }

  /** What was put into the encoder, and which states are pooled. */
  AdaptationConfig adaptation() {
    return scorer.networks().get(0).adaptation();
  }

  /** The layout of the encoder. */
  EncoderConfig encoder() {
    return scorer.networks().get(0).encoder().config();
  }

  /** How it reaches the hidden state that is pooled. */
  HeardStates states() {
    LayerChoice choice = LayerChoice.of(adaptation().layer(), encoder().layers());
    return HeardStates.of(choice, encoder(), choice.isMix() ? mixture() : new float[0]);
  }

  private float[] mixture() {
    return parameters.floats(EmotionNetwork.ADDED_PREFIX + "layer_mix.weight");
  }
}
