package org.emoglot.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search through a stream finds what a search through the whole finds, bit for bit. */
class SpeechSearchTest {

  private static final int RATE = 16_000;
  private static final int RECORDINGS = 60;

  /** Speech that goes on for long is cut; so is what a shorter rule finds everywhere. */
  private static final List<SegmentOptions> OPTIONS =
      List.of(
          SegmentOptions.DEFAULT,
          new SegmentOptions(6, -70, 0.3, 0.1, 0.05, 0.05, 1),
          new SegmentOptions(3, -90, 5, 1, 1, 0.5, 4));

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 319, 320, 321, 4096, 1_000_000})
  void next_blocksOfAnySize_findTheSegmentsOfTheWhole(int block) {
    int segments = 0;
    for (int seed = 0; seed < (block < 100 ? 8 : RECORDINGS); seed++) {
      Waveform recording = recording(seed);
      for (SegmentOptions options : OPTIONS) {
        List<Segment> whole = WholeSearch.segments(recording, options);
        assertThat(found(recording, options, block)).as("seed %d", seed).isEqualTo(whole);
        assertThat(VoiceActivity.segments(recording, options)).isEqualTo(whole);
        segments += whole.size();
      }
    }
    assertThat(segments).isGreaterThan(50);
  }

  @Test
  void needed_everySegment_beginsBehindWhatWasForgotten() {
    for (int seed = 0; seed < RECORDINGS; seed++) {
      Waveform recording = recording(seed);
      for (SegmentOptions options : OPTIONS) {
        SpeechSearch search = new VoiceActivity(options).search(RATE);
        long forgotten = 0;
        int size = 1600;
        for (int at = 0; at < recording.samples().length; at += size) {
          for (Segment segment : search.next(block(recording, at, size))) {
            assertThat(Math.round(segment.startSeconds() * RATE)).isGreaterThanOrEqualTo(forgotten);
          }
          assertThat(search.needed()).isGreaterThanOrEqualTo(forgotten);
          forgotten = search.needed();
          double held = (double) (at + size - forgotten) / RATE;
          assertThat(held)
              .as("seconds that are kept")
              .isLessThan(options.maxSeconds() + options.floorSeconds() + 2);
        }
        for (Segment segment : search.end()) {
          assertThat(Math.round(segment.startSeconds() * RATE)).isGreaterThanOrEqualTo(forgotten);
        }
      }
    }
  }

  private static List<Segment> found(Waveform recording, SegmentOptions options, int size) {
    SpeechSearch search = new VoiceActivity(options).search(recording.sampleRate());
    List<Segment> found = new ArrayList<>();
    for (int at = 0; at < recording.samples().length; at += size) {
      found.addAll(search.next(block(recording, at, size)));
    }
    found.addAll(search.end());
    return found;
  }

  private static float[] block(Waveform recording, int at, int size) {
    return Arrays.copyOfRange(
        recording.samples(), at, Math.min(recording.samples().length, at + size));
  }

  /** Noise that jumps between silence, a murmur and speech, for up to a minute; some very short. */
  private static Waveform recording(int seed) {
    SeededRandom random = SeededRandom.of(seed);
    int length = seed % 6 == 0 ? random.nextInt(3000) : random.nextInt(60 * RATE);
    float[] samples = new float[length];
    double[] levels = {0, 1e-4, 3e-3, 0.05, 0.3};
    int at = 0;
    while (at < length) {
      int end = Math.min(length, at + 1 + random.nextInt((seed % 4 + 1) * 3 * RATE));
      double level = levels[random.nextInt(levels.length)];
      for (; at < end; at++) {
        double syllable = 0.02 + Math.pow(Math.sin(4 * Math.PI * at / RATE), 2);
        samples[at] = (float) (level * syllable * (2 * random.nextDouble() - 1));
      }
    }
    return new Waveform(samples, RATE);
  }
}
