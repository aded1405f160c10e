package org.emoglot.corpus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/** The many names that corpora have for their parts. */
public final class PartNames {

  private static final Map<String, Split> NAMES =
      Map.ofEntries(
          Map.entry("train", Split.TRAIN),
          Map.entry("training", Split.TRAIN),
          Map.entry("trn", Split.TRAIN),
          Map.entry("val", Split.VALIDATION),
          Map.entry("valid", Split.VALIDATION),
          Map.entry("validation", Split.VALIDATION),
          Map.entry("dev", Split.VALIDATION),
          Map.entry("devel", Split.VALIDATION),
          Map.entry("development", Split.VALIDATION),
          Map.entry("test", Split.TEST),
          Map.entry("tst", Split.TEST),
          Map.entry("testing", Split.TEST));

  private PartNames() {}

  /**
   * The part that a name means, in any case: {@code train}, {@code dev} or {@code val}, {@code
   * test} and their longer forms. Not {@code evaluation}, which is validation in one corpus and
   * test in another.
   */
  public static @Nullable Split of(String name) {
    return NAMES.get(name.strip().toLowerCase(Locale.ROOT));
  }

  /**
   * The part that is named by one of the words of a file's or folder's name, such as {@code
   * iemocap_train_fold_1} or {@code dev_splits_complete}; nothing if none or several are.
   */
  public static @Nullable Split within(String name) {
    List<Split> found =
        Arrays.stream(name.split("[^A-Za-z]+", -1))
            .map(PartNames::of)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return found.size() == 1 ? found.get(0) : null;
  }
}
