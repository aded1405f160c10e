package org.emoglot.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is at a {@link Site}. */
public enum Role {
  /** The query projection of attention. */
  QUERY("q"),
  /** The key projection. */
  KEY("k"),
  /** The value projection. */
  VALUE("v"),
  /** The projection after attention. */
  OUTPUT("output"),
  /** A projection of a feed-forward block. */
  FEED_FORWARD("feed-forward"),
  /** Behind a whole block, before its residual is added: (ΣT, D) in and out. */
  BLOCK(""),
  /** Before a whole layer: (ΣT, D) in and out. */
  INPUT("");

  private final String id;

  Role(String id) {
    this.id = id;
  }

  /** As settings name a projection; empty for a place that is none. */
  public String id() {
    return id;
  }

  /** Whether it is a projection, which can have a low-rank update. */
  public boolean isProjection() {
    return !id.isEmpty();
  }

  /** The ids of all projections. */
  public static List<String> projections() {
    return Arrays.stream(values()).filter(Role::isProjection).map(Role::id).toList();
  }

  /** The projection of an id. */
  public static Optional<Role> of(String id) {
    return Arrays.stream(values())
        .filter(role -> role.isProjection() && role.id.equals(id))
        .findFirst();
  }
}
