package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Timeline;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OneThread.class)
class NetworkTimelineTest {

  private static final int SECOND = Waveform.MODEL_SAMPLE_RATE;

  private final EmotionNetwork network =
      SavedModels.trained(Backbone.fresh("tiny", TinyEncoders.logMelConfig(true), 1), Kind.FULL);
  private final EmotionClassifier classifier = new EmotionClassifier(new CommitteeScorer(network));

  @AfterEach
  void close() {
    classifier.close();
  }

  @Test
  void timeline_shortRecording_isItsOnePrediction() {
    Waveform clip = speech(8, 1, 3);
    Timeline timeline = classifier.timeline(clip);
    assertThat(timeline.isWhole()).isTrue();
    assertThat(timeline.parts()).hasSize(1);
    assertThat(timeline.overall()).isEqualTo(classifier.predict(clip));
    assertThat(classifier.timeline(new Waveform(new float[0], SECOND)).isWhole()).isTrue();
  }

  @Test
  void timeline_longRecording_hasAnAnswerForEveryStretchAndTheirMean() {
    Waveform recording = speech(14, 1, 3, 6, 12);
    Timeline timeline = classifier.timeline(recording);

    assertThat(timeline.isWhole()).isFalse();
    assertThat(timeline.parts()).as("%s", timeline).hasSize(2);
    for (Timeline.Part part : timeline.parts()) {
      Prediction alone = classifier.predict(part.segment().of(recording));
      assertThat(part.prediction().score("sad")).isCloseTo(alone.score("sad"), within(1e-5));
    }
    Timeline.Part first = timeline.parts().get(0);
    Timeline.Part second = timeline.parts().get(1);
    for (String label : LabelSet.FOUR.names()) {
      double expected =
          (first.segment().seconds() * first.prediction().score(label)
                  + second.segment().seconds() * second.prediction().score(label))
              / (first.segment().seconds() + second.segment().seconds());
      assertThat(timeline.overall().score(label)).isCloseTo(expected, within(1e-12));
    }
  }

  @Test
  void timelines_severalRecordings_keepTheirOrder() {
    List<Waveform> recordings =
        List.of(
            speech(14, 1, 3, 6, 12), speech(3, 0, 3), new Waveform(new float[9 * SECOND], SECOND));
    List<Timeline> timelines = classifier.timelines(recordings);
    assertThat(timelines).extracting(t -> t.parts().size()).containsExactly(2, 1, 0);
    assertThat(timelines).extracting(Timeline::seconds).containsExactly(14.0, 3.0, 9.0);
    assertThat(timelines.get(2).overall()).isEqualTo(Prediction.NO_SPEECH);
  }

  @Test
  void timeline_ofAModelThatAsksForMore_isUncertain() {
    Waveform recording = speech(14, 1, 3, 6, 12);
    Timeline sure = classifier.timeline(recording);
    network.setConfidence(new Confidence(1, 1));
    Timeline unsure = classifier.timeline(recording);
    assertThat(sure.overall().uncertain()).isFalse();
    assertThat(unsure.overall().uncertain()).isTrue();
    assertThat(unsure.parts()).allMatch(part -> part.prediction().uncertain());
    assertThat(unsure.overall().scores()).isEqualTo(sure.overall().scores());
  }

  /** Noise in syllables between the given edges in seconds, over almost nothing. */
  static Waveform speech(int seconds, int... edges) {
    SeededRandom random = SeededRandom.of(seconds);
    float[] samples = new float[seconds * SECOND];
    for (int i = 0; i < samples.length; i++) {
      double loudness = 1e-4;
      for (int e = 0; e < edges.length; e += 2) {
        if (i >= edges[e] * SECOND && i < edges[e + 1] * SECOND) {
          loudness = 0.3 * (0.01 + Math.pow(Math.sin(4 * Math.PI * i / SECOND), 2));
        }
      }
      samples[i] = (float) (loudness * (2 * random.nextDouble() - 1));
    }
    return new Waveform(samples, SECOND);
  }
}
