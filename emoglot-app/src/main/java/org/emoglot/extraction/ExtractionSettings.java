package org.emoglot.extraction;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.emoglot.adapt.Pooling;
import org.emoglot.network.BackboneOrigin;

/**
 * What decides the result of an extraction.
 *
 * @param backbone where the encoder came from
 * @param encoder fingerprint of the encoder: weights, layout, adaptation
 * @param level {@code utterance} or {@code frame}
 * @param layer {@code last}, {@code mix}, a number or several side by side, such as {@code 2..5}
 * @param pooling of the frames of an utterance; a report without it is of means
 * @param precision {@code fp32} or {@code bf16}, of the encoder's products
 * @param format {@code parquet} or {@code npy}
 * @param downmix what becomes of several channels
 * @param width values of an embedding, D
 * @param layers transformer layers of the encoder, L
 * @param clips hash of the clips' names, places and sizes
 */
public record ExtractionSettings(
    BackboneOrigin backbone,
    String encoder,
    String level,
    String layer,
    String pooling,
    String precision,
    String format,
    String downmix,
    int width,
    int layers,
    String clips) {

  public ExtractionSettings {
    pooling = Objects.requireNonNullElse(pooling, Pooling.MEAN.id());
  }

  /** How another result differs, in words; empty if it does not, wherever the encoder is. */
  List<String> differences(ExtractionSettings other) {
    List<String> differences = new ArrayList<>();
    if (!Objects.equals(other.encoder, encoder)) {
      differences.add(
          "backbone %s (%s)".formatted(other.backbone.name(), other.backbone.location()));
    }
    differ(differences, "level", other.level, level);
    differ(differences, "layer", other.layer, layer);
    differ(differences, "pooling", other.pooling, pooling);
    differ(differences, "precision", other.precision, precision);
    differ(differences, "format", other.format, format);
    differ(differences, "downmix", other.downmix, downmix);
    if (!Objects.equals(other.clips, clips)) {
      differences.add("other clips, or clips that have changed");
    }
    return differences;
  }

  private static void differ(List<String> differences, String what, String other, String own) {
    if (!Objects.equals(other, own)) {
      differences.add(what + " " + other);
    }
  }
}
