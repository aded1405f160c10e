package org.emoglot.classifier;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.emoglot.audio.Waveform;

/**
 * A recording that was read to its end: a short one, which is yet to be scored as a whole, or the
 * answer to a long one.
 *
 * @param whole the short one, or nothing
 * @param answer to the long one, or nothing
 * @param <A> an answer: a prediction or a timeline
 */
record ReadRecording<A>(List<Waveform> whole, List<A> answer) {

  static <A> ReadRecording<A> whole(Waveform recording) {
    return new ReadRecording<>(List.of(recording), List.of());
  }

  static <A> ReadRecording<A> answered(A answer) {
    return new ReadRecording<>(List.of(), List.of(answer));
  }

  void ifWholeOrElse(Consumer<Waveform> ifWhole, Consumer<A> orElse) {
    whole.forEach(ifWhole);
    answer.forEach(orElse);
  }

  /** The answer, where a short one is asked for its own. */
  A orElse(Function<Waveform, A> ask) {
    return answer.isEmpty() ? ask.apply(whole.get(0)) : answer.get(0);
  }
}
