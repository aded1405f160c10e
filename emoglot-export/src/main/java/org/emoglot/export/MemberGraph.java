package org.emoglot.export;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.LayerChoice;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.checkpoint.Storage;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.wav2vec2.Wav2Vec2Config;
import org.emoglot.encoder.whisper.WhisperConfig;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.MergedParameters;

/** One network: from the samples of a stretch of speech to its embedding. */
final class MemberGraph {

  private static final double VARIANCE_FLOOR = 1e-10;
  private static final double RMS_FLOOR = 1e-10;

  private final EncoderConfig config;
  private final AdaptationConfig adaptation;
  private final LayerChoice choice;
  private final int width;
  private final Views views;
  private final MergedParameters parameters;
  private final Storage storage;

  /** Of a network, whose low-rank updates become part of its weights. */
  MemberGraph(EmotionNetwork network, Storage storage) {
    config = network.encoder().config();
    adaptation = network.adaptation();
    choice = LayerChoice.of(adaptation.layer(), config.layers());
    width = network.encoder().width();
    views = network.views();
    parameters = MergedParameters.of(network);
    this.storage = storage;
  }

  /** Values of an embedding, D. */
  int width() {
    return width;
  }

  /** Which copies of a clip it hears. */
  Views views() {
    return views;
  }

  /** Weights (K, D) of the head. */
  float[] headWeights() {
    return parameters.floats(EmotionNetwork.HEAD_PREFIX + "output.weight");
  }

  /** Biases (K) of the head. */
  float[] headBiases() {
    return parameters.floats(EmotionNetwork.HEAD_PREFIX + "output.bias");
  }

  /**
   * Writes it into a graph.
   *
   * @param samples shape (N) in float32
   * @return shape (D)
   */
  Value embedding(Graph graph, Value samples) {
    Blocks added = new Blocks(graph, parameters, EmotionNetwork.ADDED_PREFIX, storage);
    List<Value> states = encoder(graph, added).states(heard(graph, samples), choice.last());
    List<Value> pooled =
        choice.isMix()
            ? List.of(mixed(graph, states, added))
            : states.subList(choice.first(), states.size());
    return standardized(graph, pooled(graph, pooled, added), added);
  }

  private EncoderGraph encoder(Graph graph, Blocks added) {
    Blocks blocks = new Blocks(graph, parameters, EmotionNetwork.BACKBONE_PREFIX, storage);
    if (config instanceof WhisperConfig whisper) {
      return new WhisperGraph(whisper, blocks, added);
    }
    if (config instanceof LogMelConfig logMel) {
      return new LogMelGraph(logMel, blocks, added);
    }
    if (config instanceof Wav2Vec2Config wav2vec2) {
      return new Wav2Vec2Graph(wav2vec2, blocks, added);
    }
    throw new InvalidInputException(
        "Expected a model on Whisper, wav2vec 2.0, HuBERT, WavLM, UniSpeech or log-mel frames, found one on '%s', which ONNX export does not write%s."
            .formatted(
                config.toJson().get("model_type"),
                config.hasTime() ? "" : ": its statistics of a clip have no operations in ONNX"));
  }

  /** As the encoder hears samples: normalised where it wants that, and of one frame at least. */
  private Value heard(Graph graph, Value samples) {
    Value normed = samples;
    if (config.normalizeInput()) {
      Value wide = graph.cast(samples, DataType.DOUBLE);
      Value centred = graph.subtract(wide, graph.mean(wide, 0, true));
      Value variance = graph.mean(graph.multiply(centred, centred), 0, true);
      Value deviation = graph.op("Sqrt", graph.add(variance, graph.real(config.varianceFloor())));
      normed = graph.cast(graph.divide(centred, deviation), DataType.FLOAT);
    }
    Value missing =
        graph.op(
            "Max",
            graph.subtract(graph.integers(config.minimumSamples()), graph.dimension(samples, 0)),
            graph.integers(0));
    return graph.op("Pad", normed, graph.concatenate(0, List.of(graph.integers(0), missing)));
  }

  /** All states in learned shares. */
  private static Value mixed(Graph graph, List<Value> states, Blocks added) {
    float[] logits = added.values("layer_mix.weight");
    double total = 0;
    for (float logit : logits) {
      total += Math.exp(logit);
    }
    Value sum = null;
    for (int i = 0; i < states.size(); i++) {
      Value part = graph.multiply(states.get(i), graph.single(Math.exp(logits[i]) / total));
      sum = sum == null ? part : graph.add(sum, part);
    }
    return java.util.Objects.requireNonNull(sum);
  }

  /** What an utterance keeps of the frames of each state (T, D), side by side: (1, width). */
  private Value pooled(Graph graph, List<Value> states, Blocks added) {
    List<Value> means = new ArrayList<>();
    List<Value> deviations = new ArrayList<>();
    for (int i = 0; i < states.size(); i++) {
      Value frames = states.get(i);
      Value mean =
          adaptation.pooling() == Pooling.ATTENTIVE
              ? attentive(graph, frames, added, "pooling." + i)
              : graph.mean(frames, 0, true); // (1, D)
      means.add(mean);
      if (adaptation.pooling() == Pooling.MEAN_STD) {
        Value centred = graph.subtract(frames, mean);
        Value variance = graph.mean(graph.multiply(centred, centred), 0, true);
        deviations.add(graph.op("Sqrt", graph.add(variance, graph.single(VARIANCE_FLOOR))));
      }
    }
    means.addAll(deviations);
    return graph.concatenate(1, means);
  }

  private static Value attentive(Graph graph, Value frames, Blocks added, String name) {
    Value inner = graph.op("Tanh", added.linear(frames, name + ".hidden"));
    Value shares = graph.softmax(added.linear(inner, name + ".score"), 0); // (T, 1)
    return graph.sum(graph.multiply(frames, shares), 0, true);
  }

  /** Standardised where the network does so, as a vector: (1, width) to (width). */
  private Value standardized(Graph graph, Value pooled, Blocks added) {
    if (!adaptation.standardize()) {
      return graph.squeeze(pooled, 0);
    }
    Value z =
        graph.reshape(
            graph.divide(
                graph.subtract(pooled, added.exact("standardize.mean")),
                added.exact("standardize.deviation")),
            -1,
            config.width()); // (n, D)
    Value square = graph.mean(graph.multiply(z, z), 1, true);
    Value rms = graph.op("Sqrt", graph.add(square, graph.single(RMS_FLOOR)));
    return graph.reshape(graph.divide(z, rms), -1);
  }
}
