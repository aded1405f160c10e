package org.emoglot.serve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The adaptations that clients may name. May be shared by threads. */
final class Adaptations {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  private final int most;

  /** The one that was not used for the longest comes first. */
  private final Map<String, Adaptation> byId = new LinkedHashMap<>(16, 0.75f, true);

  Adaptations(Limits limits) {
    most = limits.adaptations();
  }

  /**
   * The id that a new one will have.
   *
   * @param name that the client wishes; empty for one that nobody guesses
   * @throws Problem if it cannot be a name
   */
  String newId(String name) {
    if (name.isEmpty()) {
      return UUID.randomUUID().toString();
    }
    if (!name.matches(NAME)) {
      throw Problem.field("name", "1 to 64 letters, digits, '.', '_' and '-'", name);
    }
    synchronized (byId) {
      requireFree(name);
    }
    return name;
  }

  /**
   * Keeps one.
   *
   * @throws Problem if there is one of its name by now
   */
  void add(Adaptation adaptation) {
    synchronized (byId) {
      requireFree(adaptation.id());
      byId.put(adaptation.id(), adaptation);
      if (byId.size() > most) {
        byId.remove(byId.keySet().iterator().next());
      }
    }
  }

  private void requireFree(String id) {
    if (byId.containsKey(id)) {
      throw Problem.field(Problem.Kind.NAME_TAKEN, "name", "a new name", id);
    }
  }

  /**
   * The one of this id.
   *
   * @throws Problem if there is none
   */
  Adaptation get(String id) {
    synchronized (byId) {
      Adaptation adaptation = byId.get(id);
      if (adaptation == null) {
        throw missing(id);
      }
      return adaptation;
    }
  }

  /**
   * Forgets one.
   *
   * @throws Problem if there is none
   */
  void remove(String id) {
    synchronized (byId) {
      if (byId.remove(id) == null) {
        throw missing(id);
      }
    }
  }

  private static Problem missing(String id) {
    return Problem.field(
        Problem.Kind.NOT_FOUND,
        "adaptation",
        "the id of an adaptation (POST /v1/adaptations makes one)",
        id);
  }

  /** How many there are. */
  int size() {
    synchronized (byId) {
      return byId.size();
    }
  }

  /** All of them. */
  List<Adaptation> all() {
    synchronized (byId) {
      return new ArrayList<>(byId.values());
    }
  }
}
