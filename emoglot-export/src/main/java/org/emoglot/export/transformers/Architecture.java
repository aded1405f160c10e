package org.emoglot.export.transformers;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.EncoderConfig;

/**
 * The class of transformers that classifies what an encoder hears: a linear projector on each
 * frame, the mean over time, a linear classifier.
 */
enum Architecture {
  WAV2VEC2("wav2vec2", "Wav2Vec2ForSequenceClassification"),
  HUBERT("hubert", "HubertForSequenceClassification"),
  WAVLM("wavlm", "WavLMForSequenceClassification"),
  UNISPEECH("unispeech", "UniSpeechForSequenceClassification"),
  UNISPEECH_SAT("unispeech-sat", "UniSpeechSatForSequenceClassification"),
  DATA2VEC("data2vec-audio", "Data2VecAudioForSequenceClassification"),
  W2V_BERT("wav2vec2-bert", "Wav2Vec2BertForSequenceClassification"),
  WHISPER("whisper", "WhisperForAudioClassification");

  private static final String ENCODER = "encoder."; // in Whisper's class

  private final String modelType;
  private final String className;

  Architecture(String modelType, String className) {
    this.modelType = modelType;
    this.className = className;
  }

  /**
   * That of an encoder.
   *
   * @throws InvalidInputException if transformers has none, or needs parameters that it does not
   *     use
   */
  static Architecture of(EncoderConfig encoder) {
    String type = String.valueOf(encoder.toJson().get("model_type"));
    return Arrays.stream(values())
        .filter(architecture -> architecture.modelType.equals(type))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a model on one of the encoders %s, which transformers classifies with as Emoglot does, found one on '%s': choose --format onnx."
                        .formatted(
                            Arrays.stream(values())
                                .map(architecture -> architecture.modelType)
                                .collect(Collectors.joining(", ")),
                            type)));
  }

  /** The name of the class. */
  String className() {
    return className;
  }

  /** Before the names of the encoder's parameters. */
  String prefix() {
    return this == WHISPER ? ENCODER : modelType.replace('-', '_') + ".";
  }

  /** How its configuration calls the number of layers. */
  String layersKey() {
    return this == WHISPER ? "encoder_layers" : "num_hidden_layers";
  }

  /** Whether it has an embedding of masked frames that answers do not need. */
  boolean alwaysHasMask() {
    return this == UNISPEECH_SAT;
  }

  /**
   * Whether its attention uses the weights of its projections without calling them, so that nothing
   * beside a projection is heard.
   */
  boolean bypassesProjections() {
    return this == WAVLM;
  }
}
