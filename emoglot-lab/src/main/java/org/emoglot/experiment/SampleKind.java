package org.emoglot.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;

/**
 * How a sample of the target is made of clips in random order.
 *
 * @param name in tables
 * @param of the clips to adapt to, the first n of which are taken
 */
record SampleKind(String name, UnaryOperator<List<Utterance>> of) {

  /** The clips as they are drawn. */
  static final SampleKind RANDOM = new SampleKind(UnlabelledTier.RANDOM, UnaryOperator.identity());

  /**
   * Samples that tell less than they seem to: of one emotion, four in five of one emotion, and of
   * one speaker.
   */
  static List<SampleKind> oneSided(LabelSet labels) {
    List<SampleKind> kinds = new ArrayList<>();
    for (String label : labels.names()) {
      kinds.add(new SampleKind("all " + label, clips -> with(label, clips)));
    }
    for (String label : labels.names()) {
      kinds.add(new SampleKind("80 % " + label, clips -> mostly(label, clips)));
    }
    kinds.add(new SampleKind("one speaker", SampleKind::ofOneSpeaker));
    return kinds;
  }

  private static List<Utterance> with(String label, List<Utterance> clips) {
    return clips.stream().filter(clip -> clip.label().equals(label)).toList();
  }

  /** Four of the emotion, then one of another, as long as there are both. */
  private static List<Utterance> mostly(String label, List<Utterance> clips) {
    List<Utterance> some = with(label, clips);
    List<Utterance> others = clips.stream().filter(clip -> !clip.label().equals(label)).toList();
    List<Utterance> mixed = new ArrayList<>();
    int groups = Math.min(some.size() / 4, others.size());
    for (int group = 0; group < groups; group++) {
      mixed.addAll(some.subList(4 * group, 4 * group + 4));
      mixed.add(others.get(group));
    }
    return mixed;
  }

  /** The speaker with most clips; of several, that of the first clip. */
  private static List<Utterance> ofOneSpeaker(List<Utterance> clips) {
    Map<String, Integer> counts = new TreeMap<>();
    clips.forEach(clip -> counts.merge(clip.globalSpeaker(), 1, Integer::sum));
    int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return clips.stream()
        .map(Utterance::globalSpeaker)
        .filter(speaker -> Integer.valueOf(most).equals(counts.get(speaker)))
        .findFirst()
        .map(
            speaker -> clips.stream().filter(clip -> clip.globalSpeaker().equals(speaker)).toList())
        .orElse(List.of());
  }
}
