package org.emoglot.segment;

/**
 * How speech is told from pauses.
 *
 * @param marginDecibels how far a frame of speech exceeds the noise around it
 * @param quietestDecibels level, of full scale, that speech has at least: what is below is silence,
 *     however still it is around it
 * @param floorSeconds how far to both sides to search for the quietest frame, the noise
 * @param minPauseSeconds shorter pauses belong to the speech around them
 * @param minSpeechSeconds shorter sounds are clicks
 * @param hangoverSeconds what is added before and after speech, whose first and last sounds are
 *     quiet, less the lag of a detector behind it; at most half the shortest pause
 * @param maxSeconds longer speech is cut where it is quietest; at least twice the shortest speech
 *     and the hangover at both ends
 */
public record SegmentOptions(
    double marginDecibels,
    double quietestDecibels,
    double floorSeconds,
    double minPauseSeconds,
    double minSpeechSeconds,
    double hangoverSeconds,
    double maxSeconds) {

  /** A phrase is rarely longer than 8 s, and the clips of the corpora never much. */
  public static final SegmentOptions DEFAULT = new SegmentOptions(9, -60, 2, 0.5, 0.3, 0.2, 8);

  public SegmentOptions {
    if (!(marginDecibels > 0
        && Double.isFinite(quietestDecibels)
        && floorSeconds > 0
        && minPauseSeconds > 0
        && minSpeechSeconds > 0
        && hangoverSeconds >= 0
        && 2 * hangoverSeconds <= minPauseSeconds
        && maxSeconds >= 2 * (minSpeechSeconds + 2 * hangoverSeconds))) {
      throw new IllegalArgumentException(
          "Expected positive lengths, 2 hangovers within a pause, and a longest segment of at least 2 shortest, found margin %s, quietest %s, floor %s, pause %s, speech %s, hangover %s, longest %s."
              .formatted(
                  marginDecibels,
                  quietestDecibels,
                  floorSeconds,
                  minPauseSeconds,
                  minSpeechSeconds,
                  hangoverSeconds,
                  maxSeconds));
    }
  }
}
