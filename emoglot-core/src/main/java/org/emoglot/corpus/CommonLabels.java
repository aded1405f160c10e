package org.emoglot.corpus;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The usual English words for emotions, for other data. */
public final class CommonLabels {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("neutral", "neutral neu"),
          Map.entry("happy", "happy happiness joy joyful hap"),
          Map.entry("angry", "angry anger ang"),
          Map.entry("sad", "sad sadness"),
          Map.entry("fear", "fear fearful fea"),
          Map.entry("disgust", "disgust disgusted dis"),
          Map.entry("surprise", "surprise surprised sur"),
          Map.entry("calm", "calm"),
          Map.entry("boredom", "boredom bored"),
          Map.entry("excited", "excited excitement exc"),
          Map.entry("frustrated", "frustrated frustration fru"),
          Map.entry("contempt", "contempt"),
          Map.entry("other", "other oth"),
          Map.entry("undecided", "undecided unknown xxx"));

  /** Each word in lower case, in upper case, and with one capital. */
  public static final LabelMap MAP = map();

  private CommonLabels() {}

  private static LabelMap map() {
    Map<String, String> emotions = new LinkedHashMap<>();
    WORDS.forEach(
        (emotion, words) -> {
          for (String word : words.split(" ", -1)) {
            emotions.put(word, emotion);
            emotions.put(word.toUpperCase(Locale.ROOT), emotion);
            emotions.put(
                word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1), emotion);
          }
        });
    return new LabelMap(emotions);
  }
}
