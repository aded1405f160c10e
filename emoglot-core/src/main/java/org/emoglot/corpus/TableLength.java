package org.emoglot.corpus;

/**
 * How long a clip is by its corpus's table.
 *
 * @param seconds or another unit that the table may be in; 0 if it does not tell
 * @param most whether the clip may well be shorter
 */
public record TableLength(double seconds, boolean most) {

  /** The table tells no length. */
  public static final TableLength UNKNOWN = new TableLength(0, false);

  /** About so long; 0 if the table does not tell. */
  public static TableLength of(double seconds) {
    return new TableLength(Math.max(0, seconds), false);
  }

  /** So long or shorter; 0 if the table does not tell. */
  public static TableLength atMost(double seconds) {
    return new TableLength(Math.max(0, seconds), true);
  }
}
