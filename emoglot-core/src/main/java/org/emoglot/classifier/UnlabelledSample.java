package org.emoglot.classifier;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.unlabelled.LogitShift;
import org.emoglot.unlabelled.SampleNote;
import org.emoglot.unlabelled.SourceLogits;

/**
 * Recordings of the language, the speakers and the microphone to adapt to, by what a model answers
 * to them before it is adapted; their emotions need not be known. Get one from {@link
 * EmotionClassifier#sample}. For one thread.
 */
public final class UnlabelledSample {

  /** Keeps the logarithm of a probability that has become 0 finite. */
  private static final double LEAST = 1e-30;

  private final SourceLogits source;
  private final LabelSet labels;
  private final Confidence confidence;
  private final List<float[]> logits = new ArrayList<>();
  private int silent;

  /** A sample of what the model itself answers, without an earlier adaptation. */
  UnlabelledSample(Scorer scorer) {
    if (!scorer.source().fits(scorer.labels().size())) {
      throw new InvalidInputException(
          "Expected a model that stores how it answers its training languages, found one without: train it, or join it, again with this version of Emoglot.");
    }
    this.source = scorer.source();
    this.labels = scorer.labels();
    this.confidence = scorer.confidence();
  }

  /** Adds the answer to a clip; one without speech is not counted. */
  public void add(Prediction prediction) {
    if (prediction.speech()) {
      logits.add(logits(prediction));
    } else {
      silent++;
    }
  }

  /** Adds the answers to the segments of a recording, each as a clip. */
  public void add(Timeline timeline) {
    timeline.parts().forEach(part -> add(part.prediction()));
    if (timeline.parts().isEmpty()) {
      silent++;
    }
  }

  /** Clips with speech. */
  public int clips() {
    return logits.size();
  }

  /** Clips without speech, which do not count. */
  public int silent() {
    return silent;
  }

  /** By how much it shifts logits. */
  public LogitShift shift() {
    return LogitShift.of(source, logits);
  }

  /** What limits the use of the sample, in sentences; nothing where nothing does. */
  public List<String> notes() {
    return SampleNote.of(shift(), silent, labels);
  }

  /** From an answer of the unadapted model to that of the adapted one. */
  public Prediction adapted(Prediction prediction, LogitShift shift) {
    return prediction.speech()
        ? Prediction.ofLogits(labels, shift.apply(logits(prediction)), confidence)
        : prediction;
  }

  /** The same of a recording. */
  public Timeline adapted(Timeline timeline, LogitShift shift) {
    List<Timeline.Part> parts =
        timeline.parts().stream()
            .map(part -> new Timeline.Part(part.segment(), adapted(part.prediction(), shift)))
            .toList();
    return timeline.isWhole()
        ? Timeline.whole(timeline.seconds(), adapted(timeline.overall(), shift))
        : Timeline.searched(timeline.seconds(), parts, labels, confidence);
  }

  /** The logits of an answer, up to a constant. */
  private float[] logits(Prediction prediction) {
    float[] found = new float[labels.size()];
    for (int k = 0; k < found.length; k++) {
      double score = Math.max(LEAST, prediction.score(labels.name(k)));
      found[k] = (float) (confidence.temperature() * Math.log(score));
    }
    return found;
  }

  /** The last logits of at most so many clips, each (K), oldest first. */
  List<float[]> latest(int most) {
    return List.copyOf(logits.subList(Math.max(0, logits.size() - most), logits.size()));
  }

  /** Takes the place of all clips. */
  void replace(List<float[]> clips) {
    logits.clear();
    logits.addAll(clips);
  }
}
