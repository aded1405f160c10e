package org.emoglot.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioHead;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.segment.Segment;

/** Listens to recordings of clients, and says with a {@link Problem} what is wrong with them. */
final class Listener {

  private final AudioReader reader = new AudioReader(AudioOptions.defaults());
  private final Limits limits;
  private final ServiceMetrics metrics;

  Listener(Limits limits, ServiceMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /**
   * The answer to a recording.
   *
   * @param segments whether a long one is searched for segments of speech
   * @param gone whether nobody waits for it any longer
   */
  Timeline answer(
      EmotionClassifier classifier, Recording recording, boolean segments, BooleanSupplier gone) {
    return naming(
        recording,
        () -> {
          BoundedAudio audio = new BoundedAudio(reader, limits, gone);
          List<ClipAudio> clips = List.of(ClipAudio.whole(recording.file()));
          Timeline timeline;
          if (segments) {
            Only<Timeline> only = new Only<>();
            ClipStream.timelines(classifier, audio, clips, only);
            timeline = only.get();
          } else {
            Only<Prediction> only = new Only<>();
            ClipStream.predict(classifier, audio, clips, only);
            timeline = whole(audio.seconds(), only.get());
          }
          metrics.answered(timeline.seconds());
          return timeline;
        });
  }

  /** What a model hears of a recording. */
  Waveform waveform(Recording recording, BooleanSupplier gone) {
    return naming(recording, () -> new BoundedAudio(reader, limits, gone).read(recording.file()));
  }

  private static Timeline whole(double seconds, Prediction prediction) {
    return new Timeline(
        seconds,
        prediction.speech()
            ? List.of(new Timeline.Part(new Segment(0, seconds), prediction))
            : List.of(),
        prediction);
  }

  /** Does something with a recording, whose file no message names. */
  private static <R> R naming(Recording recording, java.util.function.Supplier<R> work) {
    try {
      return work.get();
    } catch (InvalidInputException e) {
      Path file = recording.file();
      String message = String.valueOf(e.getMessage()).replace(file.toString(), recording.title());
      throw Problem.of(isAudio(file) ? Problem.Kind.DAMAGED_AUDIO : Problem.Kind.NO_AUDIO, message);
    }
  }

  private static boolean isAudio(Path file) {
    try {
      return AudioHead.of(file).format().isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a recording", e);
    }
  }

  /**
   * The one answer to one recording.
   *
   * @param <A> an answer
   */
  private static final class Only<A> implements ClipStream.Listener<A> {

    private final AtomicReference<A> answer = new AtomicReference<>();

    @Override
    public void predicted(Path file, A found) {
      answer.set(found);
    }

    @Override
    public void failed(Path file, InvalidInputException why) {
      throw why;
    }

    A get() {
      return Objects.requireNonNull(answer.get());
    }
  }
}
