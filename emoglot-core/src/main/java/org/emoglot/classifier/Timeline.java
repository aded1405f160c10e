package org.emoglot.classifier;

import java.util.List;
import org.emoglot.data.LabelSet;
import org.emoglot.segment.Segment;

/**
 * What a classifier says of a recording, segment by segment.
 *
 * @param seconds length of the recording
 * @param parts segments with speech, in order; one that is the whole recording where it is short;
 *     none where no speech was found
 * @param overall the one answer to the recording: the mean of the parts' probabilities, weighted by
 *     duration; {@link Prediction#NO_SPEECH} without parts
 */
public record Timeline(double seconds, List<Part> parts, Prediction overall) {

  /** A segment and its emotion. */
  public record Part(Segment segment, Prediction prediction) {}

  public Timeline {
    parts = List.copyOf(parts);
  }

  /** A recording that is short enough to have one answer. */
  static Timeline whole(double seconds, Prediction prediction) {
    return new Timeline(
        seconds,
        prediction.speech() ? List.of(new Part(new Segment(0, seconds), prediction)) : List.of(),
        prediction);
  }

  /** A recording that was searched for speech. */
  static Timeline searched(
      double seconds, List<Part> parts, LabelSet labels, Confidence confidence) {
    return new Timeline(
        seconds, parts, parts.isEmpty() ? Prediction.NO_SPEECH : mean(labels, parts, confidence));
  }

  /** Whether the recording was scored as a whole, without segments. */
  public boolean isWhole() {
    return parts.isEmpty()
        || (parts.size() == 1 && parts.get(0).segment().equals(new Segment(0, seconds)));
  }

  /** The mean of the probabilities of at least one part. */
  private static Prediction mean(LabelSet labels, List<Part> parts, Confidence confidence) {
    double total = parts.stream().mapToDouble(part -> part.segment().seconds()).sum();
    return Prediction.of(
        labels.names().stream()
            .map(
                label ->
                    new Prediction.Score(
                        label,
                        parts.stream()
                            .mapToDouble(
                                part ->
                                    part.segment().seconds()
                                        / total
                                        * part.prediction().score(label))
                            .sum()))
            .toList(),
        confidence);
  }
}
