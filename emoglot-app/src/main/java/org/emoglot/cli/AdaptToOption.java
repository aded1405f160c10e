package org.emoglot.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.unlabelled.LogitShift;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which recordings without labels answers are adapted to. */
final class AdaptToOption {

  private static final String SELF = "self";

  @Option(
      names = "--adapt-to",
      paramLabel = "<file, folder or self>",
      description =
          "Recordings of the same language, speakers and microphone, whose emotions need not be"
              + " known, to adapt the answers to; or self for the recordings that are asked about."
              + " 16 to 64 clips of several emotions help most.")
  private String adaptTo = "";

  private @Nullable UnlabelledSample sample;

  private boolean isSelf() {
    return adaptTo.equals(SELF);
  }

  /** The classifier to ask: adapted, or one whose answers are adapted once all are known. */
  EmotionClassifier of(EmotionClassifier classifier, AudioReader audio, Output output) {
    if (adaptTo.isEmpty()) {
      return classifier;
    }
    UnlabelledSample taken = classifier.sample();
    sample = taken;
    if (isSelf()) {
      return classifier.unadapted();
    }
    try (Recordings recordings = Recordings.find(List.of(PathArgument.of(adaptTo)))) {
      if (recordings.files().isEmpty()) {
        throw new InvalidInputException(
            "Expected recordings to adapt to in %s, found none.".formatted(adaptTo));
      }
      new SampleHearing(classifier, audio, output)
          .hear(recordings.files().stream().map(ClipAudio::whole).toList(), taken);
    }
    SampleHearing.tell(taken, output);
    return classifier.adapted(taken.shift());
  }

  /** Asks for one answer to each clip. */
  void predict(
      EmotionClassifier classifier,
      AudioReader audio,
      List<ClipAudio> clips,
      ClipStream.Listener<Prediction> listener,
      Output output) {
    UnlabelledSample self = sample;
    if (self == null || !isSelf()) {
      ClipStream.predict(classifier, audio, clips, listener);
      return;
    }
    SelfSample<Prediction> kept =
        new SelfSample<>(self, listener) {
          @Override
          void add(Prediction answer) {
            self.add(answer);
          }

          @Override
          Prediction adapted(Prediction answer, LogitShift by) {
            return self.adapted(answer, by);
          }
        };
    ClipStream.predict(classifier, audio, clips, kept);
    SampleHearing.tell(self, output);
    kept.tell();
  }

  /** Asks for the timeline of each clip. */
  void timelines(
      EmotionClassifier classifier,
      AudioReader audio,
      List<ClipAudio> clips,
      ClipStream.Listener<Timeline> listener,
      Output output) {
    UnlabelledSample self = sample;
    if (self == null || !isSelf()) {
      ClipStream.timelines(classifier, audio, clips, listener);
      return;
    }
    SelfSample<Timeline> kept =
        new SelfSample<>(self, listener) {
          @Override
          void add(Timeline answer) {
            self.add(answer);
          }

          @Override
          Timeline adapted(Timeline answer, LogitShift by) {
            return self.adapted(answer, by);
          }
        };
    ClipStream.timelines(classifier, audio, clips, kept);
    SampleHearing.tell(self, output);
    kept.tell();
  }

  /** What was adapted to, as a member {@code adapted}; nothing where nothing was. */
  Map<String, Object> asObject(EmotionClassifier classifier) {
    Map<String, Object> object = new LinkedHashMap<>();
    if (sample != null) {
      object.put("adapted", SampleHearing.asObject(sample, classifier.labels()));
    }
    return object;
  }
}
