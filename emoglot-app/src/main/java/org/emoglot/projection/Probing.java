package org.emoglot.projection;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.emoglot.representation.LinearProbe;
import org.emoglot.representation.ProbeOptions;

/** Linear probes of a sample. They leave out labels that are too rare, and a note says so. */
final class Probing {

  /** The value of an impossible probe. */
  static final LinearProbe NONE = new LinearProbe(0, 0, 0, Double.NaN, Double.NaN, Double.NaN);

  private final float[][] embeddings;
  private final long seed;
  private final List<String> notes;

  /**
   * A sample.
   *
   * @param embeddings (N, D)
   * @param seed of the folds
   * @param notes takes a sentence for what is left out
   */
  Probing(float[][] embeddings, long seed, List<String> notes) {
    this.embeddings = embeddings;
    this.seed = seed;
    this.notes = notes;
  }

  /**
   * Probes for labels with up to five folds, which never divide groups.
   *
   * @param what is probed, in the plural, such as {@code speakers}
   * @param labels (N); an empty text is skipped
   * @param groups (N)
   * @param least groups that a label needs to take part, at least 2
   * @return NaN where no two labels have that many
   */
  LinearProbe of(String what, List<String> labels, List<String> groups, int least) {
    Map<String, Set<String>> groupsOfLabel = new TreeMap<>();
    for (int i = 0; i < labels.size(); i++) {
      if (!labels.get(i).isEmpty()) {
        groupsOfLabel.computeIfAbsent(labels.get(i), k -> new HashSet<>()).add(groups.get(i));
      }
    }
    int all = groupsOfLabel.size();
    groupsOfLabel.values().removeIf(its -> its.size() < least);
    if (groupsOfLabel.size() < 2) {
      notes.add("No probe for %s: fewer than two of %d are frequent enough.".formatted(what, all));
      return NONE;
    }
    if (groupsOfLabel.size() < all) {
      notes.add(
          "The probe for %s leaves out %d of %d, which are too rare in the sample."
              .formatted(what, all - groupsOfLabel.size(), all));
    }
    int rarest = groupsOfLabel.values().stream().mapToInt(Set::size).min().getAsInt();
    List<float[]> chosen = new ArrayList<>();
    List<String> chosenLabels = new ArrayList<>();
    List<String> chosenGroups = new ArrayList<>();
    for (int i = 0; i < embeddings.length; i++) {
      if (groupsOfLabel.containsKey(labels.get(i))) {
        chosen.add(embeddings[i]);
        chosenLabels.add(labels.get(i));
        chosenGroups.add(groups.get(i));
      }
    }
    ProbeOptions usual = ProbeOptions.DEFAULT;
    return LinearProbe.of(
        chosen.toArray(float[][]::new),
        chosenLabels,
        chosenGroups,
        new ProbeOptions(Math.min(usual.folds(), rarest), usual.cost(), seed));
  }
}
