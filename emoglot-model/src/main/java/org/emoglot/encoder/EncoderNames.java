package org.emoglot.encoder;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The names of an encoder in a checkpoint, and the names beside it that do not belong to it.
 *
 * @param scheme how the family names its weights
 * @param stored all names of the checkpoint
 * @param outer the prefix of all relevant names
 * @param start the prefix of the encoder's names: the outer prefix, and perhaps that of the model
 */
public record EncoderNames(NameScheme scheme, Set<String> stored, String outer, String start) {

  /** Before the encoder's names in our own models, whatever the family. */
  private static final String OWN_PREFIX = "wav2vec2.";

  /**
   * Finds the encoder among the names of a checkpoint.
   *
   * @param stored all of them
   * @param outer the prefix of all relevant names
   */
  public static EncoderNames of(NameScheme scheme, Set<String> stored, String outer) {
    String start =
        Stream.concat(Stream.of(OWN_PREFIX), scheme.prefixes().stream())
            .map(model -> outer + model)
            .filter(prefix -> stored.stream().anyMatch(name -> name.startsWith(prefix)))
            .findFirst()
            .orElseGet(() -> anchored(scheme.anchor(), stored, outer));
    return new EncoderNames(scheme, stored, outer, start);
  }

  /** The prefix of the only encoder, such as {@code module.backbone.}; else {@code outer}. */
  private static String anchored(String anchor, Set<String> stored, String outer) {
    List<String> anchors =
        stored.stream().filter(name -> name.startsWith(outer) && name.endsWith(anchor)).toList();
    return anchors.size() == 1
        ? anchors.get(0).substring(0, anchors.get(0).length() - anchor.length())
        : outer;
  }

  /** The name in the checkpoint of a parameter. */
  public String stored(String parameter) {
    String newer = start + scheme.newerNames().getOrDefault(parameter, parameter);
    return stored.contains(newer) ? newer : start + parameter;
  }

  /**
   * Whether a stored tensor must be one of the encoder's parameters. Under a model's prefix every
   * name is the encoder's; beside it, and where there is none, the names of its parts are.
   */
  public boolean belongs(String name) {
    if (!name.startsWith(outer)) {
      return false;
    }
    boolean within = name.startsWith(start);
    String rest = name.substring(within ? start.length() : outer.length());
    if (within && scheme.trainingOnly().contains(rest)) {
      return false;
    }
    return within && !start.equals(outer)
        || scheme.parts().stream().anyMatch(rest::startsWith) && !scheme.namesakes().contains(rest);
  }
}
