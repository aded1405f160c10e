package org.emoglot.preparation;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusListing;

/**
 * Speakers whose names differ only in form, such as 1 and 01, or anna and Anna, are one: otherwise
 * one voice could be in train and test.
 */
final class SpeakerSpellings {

  private static final int MOST_NOTES = 10;

  private final Map<String, String> spelling = new HashMap<>();
  private final List<String> notes = new ArrayList<>();

  SpeakerSpellings(List<CorpusClip> clips) {
    Map<String, Map<String, Long>> byForm = new TreeMap<>();
    for (CorpusClip clip : clips) {
      byForm
          .computeIfAbsent(form(clip.speaker()), unused -> new TreeMap<>())
          .merge(clip.speaker(), 1L, Long::sum);
    }
    byForm.values().stream().filter(names -> names.size() > 1).forEach(this::unite);
  }

  /** The most frequent spelling replaces all, and the first in the alphabet breaks ties. */
  private void unite(Map<String, Long> names) {
    String usual =
        names.entrySet().stream()
            .max(
                Map.Entry.<String, Long>comparingByValue()
                    .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
            .orElseThrow()
            .getKey();
    names.keySet().forEach(name -> spelling.put(name, usual));
    notes.add(
        "The speakers %s count as one, '%s'."
            .formatted(
                names.keySet().stream()
                    .map(name -> "'" + name + "'")
                    .collect(Collectors.joining(" and ")),
                usual));
  }

  /** The listing with one spelling for each speaker. */
  CorpusListing unite(CorpusListing listing) {
    return spelling.isEmpty()
        ? listing
        : listing.with(
            clip -> clip.spokenBy(spelling.getOrDefault(clip.speaker(), clip.speaker())));
  }

  /** What was united, in sentences. */
  List<String> notes() {
    if (notes.size() <= MOST_NOTES) {
      return notes;
    }
    List<String> first = new ArrayList<>(notes.subList(0, MOST_NOTES));
    first.add("%d more speakers have several spellings.".formatted(notes.size() - MOST_NOTES));
    return first;
  }

  /**
   * Without case, padding zeros, what pandas makes of integers, and anything but letters and
   * digits.
   */
  static String form(String speaker) {
    String plain =
        Normalizer.normalize(speaker, Normalizer.Form.NFKC)
            .strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^(\\d+)\\.0+$", "$1")
            .replaceAll("[\\s_()\\[\\]#-]+", " ")
            .strip()
            .replaceAll("(?<!\\d)0+(?=\\d)", "");
    return plain.isEmpty() ? speaker : plain;
  }
}
