package org.emoglot.encoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the checkpoints of a family name an encoder's weights.
 *
 * @param prefixes their prefixes inside a larger model, such as {@code wavlm.}
 * @param newerNames names that newer checkpoints use, by our own
 * @param trainingOnly names of the encoder without effect on a hidden state
 * @param parts beginnings of names without a prefix; all other names belong to heads
 * @param namesakes heads that bear the name of a part
 * @param anchor a weight that every encoder of the family has
 */
public record NameScheme(
    List<String> prefixes,
    Map<String, String> newerNames,
    Set<String> trainingOnly,
    List<String> parts,
    Set<String> namesakes,
    String anchor) {

  /**
   * The same where the encoder may be part of a larger model of transformers, which puts its {@code
   * model_type} before the names: {@code wavlm.}, {@code unispeech_sat.}.
   */
  public NameScheme inside(String modelType) {
    List<String> more = new ArrayList<>(prefixes);
    more.add(modelType.replace('-', '_') + ".");
    return new NameScheme(List.copyOf(more), newerNames, trainingOnly, parts, namesakes, anchor);
  }

  /** The names of an encoder with one form. */
  public static NameScheme plain(List<String> parts, String anchor) {
    return new NameScheme(List.of(), Map.of(), Set.of(), parts, Set.of(), anchor);
  }
}
