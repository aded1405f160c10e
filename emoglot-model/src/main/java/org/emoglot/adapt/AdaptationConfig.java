package org.emoglot.adapt;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.nn.Role;

/**
 * What of the encoder is trained.
 *
 * @param kind nothing, small parts put into a frozen encoder, or the whole transformer
 * @param loraRank rank r of the low-rank updates
 * @param loraAlpha their scale is alpha / r
 * @param loraTargets projections that get one: {@code q}, {@code k}, {@code v} and {@code output}
 *     of attention, and {@code feed-forward}
 * @param adapterWidth inner width of the bottleneck adapters
 * @param gate kind of weight gate
 * @param trainFeatureEncoder with {@link Kind#FULL}, whether the convolutional feature encoder is
 *     trained as well; else it stays frozen, as in the fine-tuning of the wav2vec 2.0 paper
 * @param lowestLayer the first transformer layer that is adapted or trained, counted from 0; all
 *     below stay frozen and are computed once per clip
 * @param layer which hidden state is pooled: {@code last}, the number of a layer, {@code mix} for a
 *     learned weighting of all, or several side by side, such as {@code 2..5}, each pooled for
 *     itself
 * @param pooling what an utterance keeps of its frames
 * @param standardize whether pooled values are standardised by the training clips, and each state
 *     then scaled to a root mean square of 1; only where nothing before the head is trained
 */
public record AdaptationConfig(
    Kind kind,
    int loraRank,
    double loraAlpha,
    List<String> loraTargets,
    int adapterWidth,
    Gate gate,
    boolean trainFeatureEncoder,
    int lowestLayer,
    String layer,
    Pooling pooling,
    boolean standardize) {

  /** What a layer, a pooling and a kind must be for {@link #trainsOnlyHead}, as advice. */
  public static final String FREEZE =
      "choose --adapt none, an adaptation.layer other than mix, and an adaptation.pooling mean or"
          + " mean-std";

  private static final String POOLING = "pooling";
  private static final String STANDARDIZE = "standardize";

  /** The extent of training. */
  public enum Kind {
    NONE,
    PEFT,
    FULL;

    /** As on the command line. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static Kind of(String id) {
      return Arrays.stream(values())
          .filter(kind -> kind.id().equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      "Expected an adaptation none, peft or full, found '" + id + "'."));
    }
  }

  /** The three readings of the paper's weight gating. */
  public enum Gate {
    /** No gate. */
    NONE,
    /** One vector per layer on its input, sigmoid(1) at the start, so not the identity. */
    LAYER_INPUT,
    /** One scalar per LoRA or adapter branch, sigmoid(0) at the start. */
    BRANCH_SCALAR;

    /** As in configuration files. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @JsonCreator
    public static Gate of(String id) {
      return Arrays.stream(values())
          .filter(gate -> gate.id().equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new InvalidInputException(
                      "Expected a gate none, layer-input or branch-scalar, found '" + id + "'."));
    }
  }

  public AdaptationConfig {
    loraTargets = List.copyOf(loraTargets);
    if (loraRank < 0 || adapterWidth < 0) {
      throw new InvalidInputException(
          "Expected loraRank and adapterWidth of at least 0, found %d and %d."
              .formatted(loraRank, adapterWidth));
    }
    if (!Role.projections().containsAll(loraTargets)) {
      throw new InvalidInputException(
          "Expected loraTargets among %s, found %s.".formatted(Role.projections(), loraTargets));
    }
    if (lowestLayer < 0 || lowestLayer > 0 && trainFeatureEncoder) {
      throw new InvalidInputException(
          "Expected a lowestLayer of 0 to train the feature encoder, or of 0 or more otherwise, found %d."
              .formatted(lowestLayer));
    }
    LayerChoice.requireValid(layer);
    if (standardize && !trainsOnlyHead(kind, layer, pooling)) {
      throw new InvalidInputException(
          "Expected adaptation.standardize to be false where more than the head is trained, found true: %s."
              .formatted(FREEZE));
    }
  }

  /** Whether nothing before the head is trained, so that a clip's embedding never changes. */
  public boolean trainsOnlyHead() {
    return trainsOnlyHead(kind, layer, pooling);
  }

  private static boolean trainsOnlyHead(Kind kind, String layer, Pooling pooling) {
    return kind == Kind.NONE && !layer.equals(LayerChoice.MIX) && pooling != Pooling.ATTENTIVE;
  }

  /** An adaptation whose utterances are the mean of their frames, as it is. */
  public AdaptationConfig(
      Kind kind,
      int loraRank,
      double loraAlpha,
      List<String> loraTargets,
      int adapterWidth,
      Gate gate,
      boolean trainFeatureEncoder,
      int lowestLayer,
      String layer) {
    this(
        kind,
        loraRank,
        loraAlpha,
        loraTargets,
        adapterWidth,
        gate,
        trainFeatureEncoder,
        lowestLayer,
        layer,
        Pooling.MEAN,
        false);
  }

  /** An adaptation as JSON, complete where an earlier version wrote it: it knew one pooling. */
  public static JsonNode complete(JsonNode written) {
    if (!written.isObject()) {
      return written;
    }
    ObjectNode complete = written.deepCopy();
    if (!complete.has(POOLING)) {
      complete.put(POOLING, Pooling.MEAN.id());
    }
    if (!complete.has(STANDARDIZE)) {
      complete.put(STANDARDIZE, false);
    }
    return complete;
  }
}
