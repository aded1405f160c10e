package org.emoglot.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.ClipAudio;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Timeline;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.LabelSet;
import org.emoglot.unlabelled.LogitShift;

/** Hears recordings without labels, which a model is to be adapted to. */
final class SampleHearing {

  private final EmotionClassifier classifier;
  private final AudioReader audio;
  private final Output output;

  SampleHearing(EmotionClassifier classifier, AudioReader audio, Output output) {
    this.classifier = classifier;
    this.audio = audio;
    this.output = output;
  }

  /**
   * Hears them, and warns of those that cannot be read.
   *
   * @return by clip, how long it is
   */
  Map<ClipAudio, Double> hear(List<ClipAudio> clips, UnlabelledSample sample) {
    Map<ClipAudio, Double> heard = new LinkedHashMap<>();
    List<ClipAudio> left = new ArrayList<>(clips);
    try (Progress progress = output.progress("adapting", "files", clips.size())) {
      ClipStream.timelines(
          classifier.unadapted(),
          audio,
          clips,
          new ClipStream.Listener<Timeline>() { // told in the order of the clips
            @Override
            public void predicted(Path file, Timeline answer) {
              heard.put(left.remove(0), answer.seconds());
              sample.add(answer);
              progress.step();
            }

            @Override
            public void failed(Path file, InvalidInputException why) {
              left.remove(0);
              output.warn(String.valueOf(why.getMessage()));
              progress.step();
            }
          });
    }
    if (heard.isEmpty()) {
      throw new InvalidInputException(
          "Expected at least one recording to adapt to that can be read, found none among %d."
              .formatted(clips.size()));
    }
    return heard;
  }

  /** Says what was adapted to, and what limits its use. */
  static void tell(UnlabelledSample sample, Output output) {
    output.note(
        "Adapted to %d unlabelled %s; such answers are a tier between zero-shot and few-shot."
            .formatted(sample.clips(), sample.clips() == 1 ? "clip" : "clips"));
    sample.notes().forEach(output::note);
  }

  /** The same for programs. */
  static Map<String, Object> asObject(UnlabelledSample sample, LabelSet labels) {
    LogitShift shift = sample.shift();
    Map<String, Object> object = new LinkedHashMap<>();
    Map<String, Object> shares = new LinkedHashMap<>();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      shares.put(labels.name(k), shift.shares()[k]);
      values.put(labels.name(k), shift.values()[k]);
    }
    object.put("clips", sample.clips());
    object.put("without_speech", sample.silent());
    object.put("weight", shift.weight());
    object.put("variety", shift.variety());
    object.put("shares", shares);
    object.put("shift", values);
    object.put("notes", sample.notes());
    return object;
  }
}
