package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.Map;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.experiment.MiniConfig;
import org.emoglot.experiment.Settings;
import org.emoglot.experiment.SettingsTree;
import org.emoglot.selfsupervised.ContrastiveConfig;
import org.emoglot.selfsupervised.GumbelConfig;
import org.emoglot.selfsupervised.MaskingConfig;
import org.emoglot.selfsupervised.PretrainingConfig;
import org.emoglot.selfsupervised.SelfSupervision;
import org.emoglot.tensor.Precision;

/**
 * Everything about a pretraining that can be set. {@code defaults.yaml} contains the defaults, each
 * once and with its source; those of {@code mini} are those of training.
 *
 * @param precision of the encoder's products; those of the heads are float32
 * @param masking what is masked
 * @param contrastive the objective
 * @param gumbel the quantizer's temperature
 * @param training budget and rates
 * @param mini layout of the built-in small encoder
 */
public record PretrainingSettings(
    Precision precision,
    MaskingConfig masking,
    ContrastiveConfig contrastive,
    GumbelConfig gumbel,
    PretrainingConfig training,
    MiniConfig mini) {

  /** The part that acts on learning itself. */
  SelfSupervision selfSupervision() {
    return new SelfSupervision(masking, contrastive, gumbel, training);
  }

  /**
   * The defaults with single values changed.
   *
   * @param values dotted key, such as {@code training.steps}, to YAML value
   * @throws org.emoglot.InvalidInputException if a key does not exist or a value does not fit
   */
  public static PretrainingSettings with(Map<String, String> values) {
    return defaults().with(values).bind(PretrainingSettings.class);
  }

  /** As {@link #with(Map)}, with a YAML file between the two. */
  public static PretrainingSettings with(Path file, Map<String, String> values) {
    return defaults().with(file).with(values).bind(PretrainingSettings.class);
  }

  private static SettingsTree defaults() {
    return SettingsTree.defaultsOf(PretrainingSettings.class)
        .group("mini", Settings.defaults(AdaptationConfig.Kind.FULL).mini());
  }
}
