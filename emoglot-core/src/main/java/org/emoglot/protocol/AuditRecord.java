package org.emoglot.protocol;

import java.util.List;
import java.util.SortedMap;

/**
 * What {@link AccessAudit} saw, for a run's record.
 *
 * @param clean whether no access broke the plan
 * @param opens all accesses
 * @param opensByPhase accesses in each phase
 * @param opensByStage accesses to the files of each stage
 * @param opensByLanguage accesses in each phase to the files of each language
 * @param target accesses to the evaluation's files
 * @param audio comparison by content
 * @param violations accesses that were refused, one sentence each
 * @param logHash hash over all accesses in their order: {@code h = SHA-256(h + "\n" + phase + " " +
 *     id)}, beginning with an empty text
 */
public record AuditRecord(
    boolean clean,
    long opens,
    SortedMap<String, Long> opensByPhase,
    SortedMap<String, Long> opensByStage,
    SortedMap<String, SortedMap<String, Long>> opensByLanguage,
    TargetOpens target,
    AudioOverlap audio,
    List<String> violations,
    String logHash) {

  /**
   * Accesses to the evaluation's files.
   *
   * @param opens how many
   * @param firstIndex position of the first among all accesses, from 0; -1 if there was none
   * @param firstTime when the first was, in ISO 8601; {@code never} if there was none
   * @param lastTime when the last was, in ISO 8601; {@code never} if there was none
   */
  public record TargetOpens(long opens, long firstIndex, String firstTime, String lastTime) {

    /** No access at all. */
    public static final TargetOpens NONE = new TargetOpens(0, -1, "never", "never");

    TargetOpens and(long index, String time) {
      return opens == 0
          ? new TargetOpens(1, index, time, time)
          : new TargetOpens(opens + 1, firstIndex, firstTime, time);
    }
  }

  /**
   * Comparison of the samples of what was opened.
   *
   * @param seen training and validation clips whose samples were hashed by this process
   * @param target evaluation clips whose samples were hashed by this process
   * @param identical pairs with identical samples, {@code seen id = target id}
   * @param copies evaluation clips that are changed copies of training or validation clips, by
   *     their acoustic fingerprints, in words; compared only in runs that transfer to their target
   */
  public record AudioOverlap(int seen, int target, List<String> identical, List<String> copies) {

    /** A record without changed copies. */
    public AudioOverlap(int seen, int target, List<String> identical) {
      this(seen, target, identical, List.of());
    }
  }
}
