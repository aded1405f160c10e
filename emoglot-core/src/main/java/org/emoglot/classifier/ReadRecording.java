package org.emoglot.classifier;

import java.util.List;
import java.util.function.Consumer;
import org.emoglot.audio.Waveform;

/**
 * A recording that was read to its end: a short one, which is yet to be scored as a whole, or the
 * timeline of a long one.
 *
 * @param whole the short one, or nothing
 * @param timeline of the long one, or nothing
 */
record ReadRecording(List<Waveform> whole, List<Timeline> timeline) {

  static ReadRecording whole(Waveform recording) {
    return new ReadRecording(List.of(recording), List.of());
  }

  static ReadRecording timeline(Timeline timeline) {
    return new ReadRecording(List.of(), List.of(timeline));
  }

  void ifWholeOrElse(Consumer<Waveform> ifWhole, Consumer<Timeline> orElse) {
    whole.forEach(ifWhole);
    timeline.forEach(orElse);
  }
}
