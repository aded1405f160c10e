package org.emoglot.projection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.data.Utterance;
import org.emoglot.sampling.EvenSample;

/**
 * The clips of a picture: evenly over languages and emotions, and within an emotion of a language
 * evenly over its speakers. So neither a large corpus nor a talkative speaker fills the picture.
 */
final class ClipSample {

  private ClipSample() {}

  /**
   * Draws without replacement.
   *
   * @param count how many to draw, at most all
   * @return in the order of their ids; a pure function of the arguments
   */
  static List<Utterance> of(List<Utterance> utterances, int count, long seed) {
    List<String> cells = utterances.stream().map(ClipSample::cell).toList();
    SortedMap<String, List<Utterance>> members = new TreeMap<>();
    for (int i = 0; i < cells.size(); i++) {
      members.computeIfAbsent(cells.get(i), k -> new ArrayList<>()).add(utterances.get(i));
    }
    SortedMap<String, Integer> shares = new TreeMap<>();
    EvenSample.of(cells, count, seed).forEach(i -> shares.merge(cells.get(i), 1, Integer::sum));
    List<Utterance> drawn = new ArrayList<>();
    shares.forEach(
        (cell, share) -> {
          List<Utterance> its = members.getOrDefault(cell, List.of());
          List<String> speakers = its.stream().map(Utterance::globalSpeaker).toList();
          EvenSample.of(speakers, share, seed).forEach(i -> drawn.add(its.get(i)));
        });
    drawn.sort(Comparator.comparing(Utterance::id));
    return List.copyOf(drawn);
  }

  private static String cell(Utterance utterance) {
    return utterance.language().code() + "\t" + utterance.label();
  }
}
