package org.emoglot.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.Views;
import org.emoglot.augment.AugmentationConfig;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.Hearing;
import org.emoglot.io.Json;
import org.emoglot.loss.CrossEntropy;
import org.emoglot.loss.LossConfig;
import org.emoglot.protocol.TrainingSystem;
import org.emoglot.sampling.HierarchicalOptions;
import org.emoglot.tensor.Precision;
import org.emoglot.train.Head;
import org.emoglot.train.TrainingConfig;

/**
 * Everything about a training that can be set. {@code defaults.yaml} contains the defaults, each
 * once and with its source; a file and single values may override them.
 *
 * @param precision of the encoder's products, in training and in the final evaluation
 * @param hearing how an encoder that was pretrained on windows of one length hears shorter clips
 * @param views which copies of a clip are heard, in training and in answers
 * @param adaptation what of the encoder is trained
 * @param loss weights and constants of the objective
 * @param batches size and make-up of a batch
 * @param training budget, rates, changes of prepared frames
 * @param augmentation changed copies of the training clips
 * @param features how what is frozen is kept
 * @param mini layout of the built-in small encoder
 * @param statistics layout of the built-in encoder of utterance statistics
 */
public record Settings(
    Precision precision,
    Hearing hearing,
    Views views,
    AdaptationConfig adaptation,
    LossConfig loss,
    HierarchicalOptions batches,
    TrainingConfig training,
    AugmentationConfig augmentation,
    FeatureSettings features,
    MiniConfig mini,
    StatisticsConfig statistics) {

  private static final String WHEN_FULL = "whenFull";

  private static final String BATCHES = "batches";

  private static final String LOSS = "loss";

  private static final String TRAINING = "training";

  public Settings {
    if (training.head() == Head.FITTED && !adaptation.trainsOnlyHead()) {
      throw new InvalidInputException(
          "Expected training.head to be steps where more than the head is trained, found fitted: %s."
              .formatted(AdaptationConfig.FREEZE));
    }
  }

  /** The defaults of an adaptation. */
  public static Settings defaults(AdaptationConfig.Kind kind) {
    return with(kind, Map.of());
  }

  /**
   * The defaults with single values changed.
   *
   * @param values dotted key, such as {@code training.steps}, to YAML value
   * @throws InvalidInputException if a key does not exist or a value does not fit
   */
  public static Settings with(AdaptationConfig.Kind kind, Map<String, String> values) {
    return with(kind, LabelSet.FOUR, values);
  }

  /** As {@link #with(AdaptationConfig.Kind, Map)}, for other emotions than the four. */
  public static Settings with(
      AdaptationConfig.Kind kind, LabelSet labels, Map<String, String> values) {
    return bind(defaultTree(kind, labels).with(values), kind);
  }

  /** As {@link #with(AdaptationConfig.Kind, Map)}, with a YAML file between the two. */
  public static Settings with(AdaptationConfig.Kind kind, Path file, Map<String, String> values) {
    return with(kind, LabelSet.FOUR, file, values);
  }

  /** As {@link #with(AdaptationConfig.Kind, Path, Map)}, for other emotions than the four. */
  public static Settings with(
      AdaptationConfig.Kind kind, LabelSet labels, Path file, Map<String, String> values) {
    return bind(defaultTree(kind, labels).with(file).with(values), kind);
  }

  /** Clips in a batch, random or hierarchical. */
  public int batchSize() {
    return batches.size();
  }

  /**
   * SHA-256 of all values, as {@link RunSettings} has it. A section of a single term that is as by
   * default stays out, so that a new term changes no hash.
   */
  public String hash() {
    List<String> sections = new ArrayList<>();
    JsonNode defaults = Json.mapper().valueToTree(defaults(adaptation.kind()).loss);
    Json.mapper()
        .<JsonNode>valueToTree(loss)
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isObject()
                  && field.getValue().equals(defaults.get(field.getKey()))) {
                sections.add(LOSS + "." + field.getKey());
              }
            });
    return RunSettings.of(this, sections).hash();
  }

  /**
   * Those that act in a run.
   *
   * @param backbone a folder or id, or the name of a {@link BuiltIn} encoder
   * @throws InvalidInputException if the head is fitted, and the system has terms that need steps;
   *     or if the built-in encoder has to be trained, and is not
   */
  public RunSettings acting(TrainingSystem system, String backbone) {
    requireTerms(system);
    requireTrained(backbone);
    List<String> idle = new ArrayList<>();
    for (BuiltIn one : BuiltIn.values()) {
      if (!one.id().equals(backbone)) {
        idle.add(one.id());
      }
    }
    loss.idle(system.terms()).forEach(key -> idle.add(LOSS + "." + key));
    training.idle().forEach(key -> idle.add(TRAINING + "." + key));
    if (training.head() == Head.FITTED) {
      idle.add(BATCHES);
    }
    if (augmentation.variants() == 0) {
      idle.add("augmentation");
    }
    return RunSettings.of(this, idle);
  }

  private void requireTerms(TrainingSystem system) {
    if (training.head() == Head.FITTED && !system.terms().equals(List.of(CrossEntropy.NAME))) {
      throw new InvalidInputException(
          "Expected a system with no loss but the cross-entropy (%s) for training.head fitted, found %s: choose one of them, or training.head steps."
              .formatted(
                  Arrays.stream(TrainingSystem.values())
                      .filter(one -> one.terms().equals(List.of(CrossEntropy.NAME)))
                      .map(TrainingSystem::id)
                      .collect(Collectors.joining(", ")),
                  system));
    }
  }

  /** An untrained projection of statistics says nothing, and what standardises them is fitted. */
  private void requireTrained(String backbone) {
    String untrained = BuiltIn.STATISTICS.id();
    if (backbone.equals(untrained) && adaptation.kind() == AdaptationConfig.Kind.NONE) {
      throw new InvalidInputException(
          "Expected --adapt full for the built-in encoder %s, which is untrained, found --adapt none: choose --adapt full, or a trained encoder with --backbone."
              .formatted(untrained));
    }
  }

  private static SettingsTree defaultTree(AdaptationConfig.Kind kind, LabelSet labels) {
    SettingsTree tree = SettingsTree.defaultsOf(Settings.class);
    if (!labels.equals(LabelSet.FOUR)) { // a hierarchical batch has every emotion, as the paper's
      tree.put(BATCHES, "labels", labels.size());
    }
    ObjectNode whenFull = tree.take(WHEN_FULL);
    if (kind == AdaptationConfig.Kind.FULL) {
      tree.lay(whenFull);
    }
    return tree.put("adaptation", "kind", kind.id());
  }

  private static Settings bind(SettingsTree tree, AdaptationConfig.Kind kind) {
    Settings settings = tree.bind(Settings.class);
    if (settings.adaptation().kind() != kind) {
      // Other defaults belong to another kind, so it is chosen before them.
      throw new InvalidInputException(
          "Expected adaptation.kind to be %s, as in --adapt, found %s: choose it with --adapt."
              .formatted(kind.id(), settings.adaptation().kind().id()));
    }
    return settings;
  }
}
