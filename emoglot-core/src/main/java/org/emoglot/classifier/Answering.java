package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.emoglot.audio.Waveform;
import org.emoglot.segment.SpeechDetector;

/**
 * Asks a scorer about waveforms in which there is speech.
 *
 * @param scorer gives the logits
 * @param detector finds the speech
 */
record Answering(Scorer scorer, SpeechDetector detector) {

  /** The answers to clips, in the same order. */
  List<Prediction> predictions(List<Waveform> clips, Predicate<Waveform> hasSpeech) {
    List<Boolean> asked = clips.stream().map(hasSpeech::test).toList();
    List<Waveform> speech = new ArrayList<>();
    for (int i = 0; i < clips.size(); i++) {
      if (asked.get(i)) {
        speech.add(clips.get(i));
      }
    }
    Iterator<Scorer.Result> results =
        (speech.isEmpty() ? List.<Scorer.Result>of() : scorer.score(speech)).iterator();
    return asked.stream()
        .map(
            heard ->
                heard
                    ? Prediction.ofLogits(
                        scorer.labels(), results.next().logits(), scorer.confidence())
                    : Prediction.NO_SPEECH)
        .toList();
  }

  /** Short recordings are scored together, each long one in batches of its own. */
  List<Timeline> timelines(List<Waveform> recordings) {
    Iterator<Prediction> whole =
        predictions(recordings.stream().filter(this::isShort).toList(), detector::hasSpeech)
            .iterator();
    return recordings.stream()
        .map(
            recording ->
                isShort(recording)
                    ? Timeline.whole(recording.seconds(), whole.next())
                    : Listening.search(scorer, detector, recording))
        .toList();
  }

  private boolean isShort(Waveform recording) {
    return recording.seconds() <= detector.maxSeconds();
  }
}
