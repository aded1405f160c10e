package org.emoglot.acoustic;

import java.util.LinkedHashMap;
import java.util.Map;

/** Named values, in insertion order. */
final class Statistics {

  private final Map<String, Double> values = new LinkedHashMap<>();

  /** Under the group's name and a number from 0. */
  void put(String group, double... these) {
    for (int i = 0; i < these.length; i++) {
      values.put(group + "." + i, these[i]);
    }
  }

  Map<String, Double> values() {
    return values;
  }
}
