package org.emoglot.extraction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives every clip an id and a file that no other has. The first with a name keeps it; the next get
 * {@code ~2}, {@code ~3} and so on at its end, in their order.
 */
final class ClipNames {

  private static final String ENDING = ".npy";

  private final Set<String> ids = new HashSet<>();

  /** How often an id or a file that was taken has been wanted, so that no number is tried twice. */
  private final Map<String, Integer> times = new HashMap<>();

  /** In lower case, for file systems that do not tell cases apart. */
  private final Set<String> files = new HashSet<>();

  /** The id itself if it is free. */
  String id(String wanted) {
    String id = wanted;
    while (!ids.add(id)) {
      id = wanted + "~" + times.merge(wanted, 2, (n, two) -> n + 1);
    }
    return id;
  }

  /** A file for an id; its slashes become folders. */
  String file(String id) {
    String safe = safe(id);
    String file = safe + ENDING;
    while (!files.add(file.toLowerCase(Locale.ROOT))) {
      String again = safe.toLowerCase(Locale.ROOT) + ENDING;
      file = safe + "~" + times.merge(again, 2, (n, two) -> n + 1) + ENDING;
    }
    return file;
  }

  /**
   * Keeps an id, which may come from a manifest, below the folder of the results. No name is empty,
   * hidden, this folder or the one above; and no folder is named like a file.
   */
  private static String safe(String id) {
    List<String> names = new ArrayList<>();
    for (String name : id.split("/", -1)) {
      String kept = name.replaceAll("[\\\\:*?\"<>|\\p{Cntrl}]", "_");
      names.add(kept.isEmpty() || kept.startsWith(".") ? "_" + kept : kept);
    }
    for (int i = 0; i < names.size() - 1; i++) {
      if (names.get(i).toLowerCase(Locale.ROOT).endsWith(ENDING)) {
        names.set(i, names.get(i) + "_");
      }
    }
    return String.join("/", names);
  }
}
