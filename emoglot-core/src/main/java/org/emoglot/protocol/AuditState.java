package org.emoglot.protocol;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of an {@link AccessAudit} for a resumed run.
 *
 * @param plan hash of the plan that was watched
 * @param record what was opened so far
 * @param samples SHA-256 of the samples of every clip that was opened, by id
 */
public record AuditState(String plan, AuditRecord record, SortedMap<String, String> samples) {

  public AuditState {
    samples = new TreeMap<>(samples);
  }
}
