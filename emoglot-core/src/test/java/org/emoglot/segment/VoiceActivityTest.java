package org.emoglot.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VoiceActivityTest {

  private static final int RATE = 16_000;
  private static final SegmentOptions OPTIONS = SegmentOptions.DEFAULT;

  /** Two frames: an edge is found where the level passes the threshold, a little inside. */
  private static final double EDGE = 0.05;

  @Test
  void segments_betweenSilences_areTheSpeechWithItsHangover() {
    Waveform recording = speech(12, 1e-4, 0, 3, 5, 7, 9.5);

    List<Segment> found = VoiceActivity.segments(recording, OPTIONS);

    assertThat(found).as("%s", found).hasSize(2);
    assertNear(found.get(0), 3, 5);
    assertNear(found.get(1), 7, 9.5);
  }

  @Test
  void segments_withNoiseThatGrowsLouder_followTheNoise() {
    float[] samples = speech(20, 1e-4, 1, 2, 4, 14, 16).samples().clone();
    SeededRandom random = SeededRandom.of(2);
    for (int i = 8 * RATE; i < samples.length; i++) {
      samples[i] += (float) (0.02 * (2 * random.nextDouble() - 1)); // as loud as quiet speech
    }

    List<Segment> found = VoiceActivity.segments(new Waveform(samples, RATE), OPTIONS);

    assertThat(found).extracting(s -> Math.round(s.startSeconds())).contains(2L, 14L);
    assertThat(found)
        .as("noise that goes on is no speech: %s", found)
        .noneMatch(s -> s.startSeconds() > 10.5 && s.endSeconds() < 13.5)
        .noneMatch(s -> s.startSeconds() > 16.5);
  }

  @Test
  void segments_ofSpeechWithoutAPause_areCutAtTheQuietestFrame() {
    float[] samples = speech(20, 1e-4, 3, 0, 20).samples().clone();
    int quiet = (int) (6.5 * RATE);
    Arrays.fill(samples, quiet, quiet + RATE / 25, 0); // 40 ms in which nothing sounds at all

    List<Segment> found = VoiceActivity.segments(new Waveform(samples, RATE), OPTIONS);

    assertThat(found).as("%s", found).hasSizeGreaterThanOrEqualTo(3);
    assertThat(found.get(0).endSeconds()).isCloseTo(6.5, within(EDGE));
    assertThat(found.stream().mapToDouble(Segment::seconds).sum()).isGreaterThan(19.5);
  }

  @Test
  void segments_ofASpeechThatBeginsAndEndsTheClip_stayInside() {
    List<Segment> found = VoiceActivity.segments(speech(5, 1e-4, 4, 0, 5), OPTIONS);

    assertThat(found).hasSize(1);
    assertThat(found.get(0).startSeconds()).isCloseTo(0, within(EDGE));
    assertThat(found.get(0).endSeconds()).isCloseTo(5, within(2 * EDGE)).isLessThanOrEqualTo(5);
  }

  @Test
  void segments_ofSoundThatDoesNotChange_areNone() {
    float[] constant = new float[20 * RATE];
    Arrays.fill(constant, 0.5f);
    float[] noise = new float[20 * RATE];
    SeededRandom random = SeededRandom.of(5);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) (2 * random.nextDouble() - 1);
    }
    for (float[] samples : List.of(new float[20 * RATE], constant, noise)) {
      assertThat(VoiceActivity.segments(new Waveform(samples, RATE), OPTIONS)).isEmpty();
    }
  }

  @Test
  void segments_ofAClick_areNone() {
    float[] samples = new float[10 * RATE];
    Arrays.fill(samples, 5 * RATE, 5 * RATE + 40, 0.9f);
    assertThat(VoiceActivity.segments(new Waveform(samples, RATE), OPTIONS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 319, 320, 321, 5000})
  void segments_ofVeryShortClips_stayInside(int length) {
    float[] samples = Arrays.copyOf(speech(1, 1e-4, 6, 0, 1).samples(), length);
    assertOrdered(new Waveform(samples, RATE), OPTIONS);
  }

  /**
   * Whatever the recording and the rate: sorted, disjoint, inside, not too long, and repeatable.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void segments_ofAnything_areSortedDisjointAndShortEnough(long seed) {
    SeededRandom random = SeededRandom.of(seed);
    int rate = List.of(400, 8000, 11_025, 16_000, 44_100).get((int) (seed % 5));
    float[] samples = new float[(int) (rate * (30 * random.nextDouble() + 5))];
    double loudness = 0;
    for (int i = 0; i < samples.length; i++) {
      if (random.nextDouble() < 3.0 / rate) { // three changes a second
        loudness = Math.pow(10, -4 * random.nextDouble());
      }
      samples[i] = (float) (loudness * (2 * random.nextDouble() - 1));
    }
    SegmentOptions options =
        new SegmentOptions(
            3 + 9 * random.nextDouble(), -60, 2, 0.4, 0.2, 0.2, 1.2 + 5 * random.nextDouble());
    assertThat(assertOrdered(new Waveform(samples, rate), options)).isNotEmpty();
  }

  @Test
  void of_recording_isTheStretch() {
    Waveform recording = speech(3, 1e-4, 7, 0, 3);
    Waveform part = new Segment(1, 2.5).of(recording);
    assertThat(part.samples()).hasSize(RATE * 3 / 2).startsWith(recording.samples()[RATE]);
  }

  @Test
  void options_thatContradictThemselves_areRefused() {
    assertThatThrownBy(() -> new SegmentOptions(9, -60, 2, 0.5, 0.3, 0.3, 8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hangover 0.3");
    assertThatThrownBy(() -> new Segment(2, 2)).hasMessageContaining("2.0 and 2.0");
  }

  private static List<Segment> assertOrdered(Waveform recording, SegmentOptions options) {
    List<Segment> found = VoiceActivity.segments(recording, options);
    double before = 0;
    for (Segment segment : found) {
      assertThat(segment.startSeconds()).as("%s", found).isGreaterThanOrEqualTo(before);
      assertThat(segment.seconds()).isLessThanOrEqualTo(options.maxSeconds() + 1e-9);
      before = segment.endSeconds();
    }
    assertThat(before).isLessThanOrEqualTo(recording.seconds());
    assertThat(VoiceActivity.segments(recording, options)).isEqualTo(found);
    return found;
  }

  private static void assertNear(Segment segment, double start, double end) {
    double hangover = OPTIONS.hangoverSeconds();
    assertThat(segment.startSeconds()).isCloseTo(start - hangover, within(EDGE));
    assertThat(segment.endSeconds()).isCloseTo(end + hangover, within(2 * EDGE));
  }

  /** A hum in syllables, four a second, between the given edges in seconds, over faint noise. */
  private static Waveform speech(double seconds, double noise, long seed, double... edges) {
    SeededRandom random = SeededRandom.of(seed);
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE;
      samples[i] = (float) (noise * (2 * random.nextDouble() - 1));
      for (int e = 0; e < edges.length; e += 2) {
        if (t >= edges[e] && t < edges[e + 1]) {
          double syllable = 0.01 + Math.pow(Math.sin(4 * Math.PI * (t - edges[e])), 2);
          samples[i] += (float) (0.3 * syllable * Math.sin(2 * Math.PI * 150 * t));
        }
      }
    }
    return new Waveform(samples, RATE);
  }
}
