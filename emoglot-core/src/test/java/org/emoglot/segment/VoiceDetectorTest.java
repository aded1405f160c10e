package org.emoglot.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With a model that takes a frame's mean for its probability of speech. */
class VoiceDetectorTest {

  private static final int RATE = 1000;
  private static final int FRAME = 10;

  /**
   * @param lag frames that it goes on hearing speech for, as it says
   */
  private record MeanModel(int lag) implements SpeechModel {

    @Override
    public int sampleRate() {
      return RATE;
    }

    @Override
    public int frameSamples() {
      return FRAME;
    }

    @Override
    public int lagFrames() {
      return lag;
    }

    @Override
    public Listener listen() {
      return samples -> {
        float[] means = new float[samples.length / FRAME];
        for (int i = 0; i < samples.length; i++) {
          means[i / FRAME] += samples[i] / FRAME;
        }
        return means;
      };
    }
  }

  private static final SpeechModel MODEL = new MeanModel(0);

  private static final VoiceDetector DETECTOR = new VoiceDetector(MODEL, SegmentOptions.DEFAULT);

  /** Stretches of (seconds, probability), one behind the other. */
  private static float[] recording(double... secondsAndProbability) {
    List<Float> samples = new ArrayList<>();
    for (int i = 0; i < secondsAndProbability.length; i += 2) {
      for (int k = 0; k < Math.round(secondsAndProbability[i] * RATE); k++) {
        samples.add((float) secondsAndProbability[i + 1]);
      }
    }
    float[] all = new float[samples.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = samples.get(i);
    }
    return all;
  }

  private static List<Segment> search(float[] recording, int block) {
    SpeechSearch search = DETECTOR.search(RATE);
    List<Segment> found = new ArrayList<>();
    for (int at = 0; at < recording.length; at += block) {
      found.addAll(
          search.next(Arrays.copyOfRange(recording, at, Math.min(recording.length, at + block))));
    }
    found.addAll(search.end());
    return found;
  }

  @Test
  void search_speechBetweenPauses_findsItWithItsEnds() {
    assertThat(search(recording(2, 0, 1, 0.9, 2, 0.1), 100_000))
        .containsExactly(new Segment(1.8, 3.2));
  }

  @Test
  void search_speechThatFades_goesOnWhileItIsLikely() {
    assertThat(search(recording(1, 0, 1, 0.9, 1, 0.4, 1, 0.3), 100_000))
        .containsExactly(new Segment(0.8, 3.2));
    assertThat(search(recording(1, 0, 3, 0.4, 1, 0), 100_000)).isEmpty();
  }

  @Test
  void search_modelThatLags_holdsItsLagLessBehindSpeech() {
    SpeechSearch search = new VoiceDetector(new MeanModel(6), SegmentOptions.DEFAULT).search(RATE);
    assertThat(search.next(recording(2, 0, 1, 0.9, 2, 0.1)))
        .containsExactly(new Segment(1.8, 3.14));
  }

  @Test
  void pause_afterTheLastSound_isLongOnceTheSegmentGrowsNoMore() {
    SpeechSearch search = new VoiceDetector(new MeanModel(6), SegmentOptions.DEFAULT).search(RATE);
    search.next(recording(1, 0));
    assertThat(search.pause()).isEqualTo(Pause.NONE);
    search.next(recording(1, 0.9));
    assertThat(search.pause()).isEqualTo(Pause.NONE);
    search.next(recording(0.13, 0));
    assertThat(search.pause()).isEqualTo(Pause.BEGUN);
    search.next(recording(0.01, 0));
    assertThat(search.pause()).isEqualTo(Pause.LONG);
    Segment open = search.open().orElseThrow();
    assertThat(search.next(recording(0.4, 0))).containsExactly(open);
    assertThat(search.pause()).isEqualTo(Pause.NONE);
  }

  @Test
  void search_shortSound_isLeftOut() {
    assertThat(search(recording(1, 0, 0.29, 1, 1, 0), 100_000)).isEmpty();
    assertThat(search(recording(1, 0, 0.3, 1, 1, 0), 100_000)).hasSize(1);
  }

  @Test
  void search_speechThatGoesOn_isCutWhereItIsLeastLikely() {
    assertThat(search(recording(6, 0.9, 0.01, 0.6, 6, 0.9), 100_000))
        .containsExactly(new Segment(0, 6), new Segment(6, 12.01));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 99, 5000})
  void search_blocksOfAnySize_findTheSegmentsOfTheWhole(int block) {
    int segments = 0;
    for (int seed = 0; seed < 30; seed++) {
      SeededRandom random = SeededRandom.of(seed);
      double[] stretches = new double[40];
      for (int i = 0; i < stretches.length; i += 2) {
        stretches[i] = 2 * random.nextDouble();
        stretches[i + 1] = random.nextDouble();
      }
      float[] recording = recording(stretches);
      List<Segment> whole = search(recording, recording.length);
      assertThat(search(recording, block)).as("seed %d", seed).isEqualTo(whole);
      segments += whole.size();
    }
    assertThat(segments).isGreaterThan(50);
  }

  @Test
  void needed_everySegment_beginsBehindWhatWasForgotten() {
    float[] recording = recording(5, 0, 30, 0.9, 3, 0.2, 12, 0.7, 5, 0);
    SpeechSearch search = DETECTOR.search(RATE);
    long forgotten = 0;
    for (int at = 0; at < recording.length; at += 37) {
      float[] block = Arrays.copyOfRange(recording, at, Math.min(recording.length, at + 37));
      for (Segment segment : search.next(block)) {
        assertThat(Math.round(segment.startSeconds() * RATE)).isGreaterThanOrEqualTo(forgotten);
      }
      assertThat(search.needed()).isGreaterThanOrEqualTo(forgotten);
      forgotten = search.needed();
      assertThat((double) (at + 37 - forgotten) / RATE).as("seconds that are kept").isLessThan(10);
    }
  }

  @Test
  void hasSpeech_sumOfProbabilities_decides() {
    // Levelled to a peak of 0.7, which is this model's probability.
    assertThat(DETECTOR.hasSpeech(new Waveform(recording(0.43, 0.1, 2, 0), RATE))).isTrue();
    assertThat(DETECTOR.hasSpeech(new Waveform(recording(0.42, 0.1, 2, 0), RATE))).isFalse();
    assertThat(DETECTOR.hasSpeech(new Waveform(recording(0.42, 1, 2, 0), RATE))).isFalse();
    assertThat(DETECTOR.hasSpeech(new Waveform(new float[0], RATE))).isFalse();
    assertThat(DETECTOR.hasSpeech(new Waveform(new float[RATE], RATE))).isFalse();
    assertThat(DETECTOR.hasSpeech(new Waveform(recording(30, 0.001), RATE))).isTrue();
  }

  @Test
  void search_anotherRate_isRefused() {
    assertThatThrownBy(() -> DETECTOR.search(8000)).isInstanceOf(IllegalArgumentException.class);
  }
}
