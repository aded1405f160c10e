package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  @Test
  void of_aRecording_isItselfThenItsSpeechAtOneLevel() {
    Waveform clip = clip(0.01, 1, 0);
    assertThat(Views.RECORDING.of(clip)).containsExactly(clip);
    List<Waveform> both = Views.BOTH.of(clip);
    assertThat(both).hasSize(2).first().isSameAs(clip);
    assertThat(Views.LEVELLED.of(clip))
        .singleElement()
        .satisfies(view -> assertThat(view.samples()).containsExactly(both.get(1).samples()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.01, 0.1, 0.9})
  void of_speechBetweenSilence_keeps50MillisecondsOfItAndHasOneLevel(double gain) {
    Waveform view = Views.LEVELLED.of(clip(gain, 1, 0)).get(0);
    assertThat(view.seconds()).as("1 s and two margins").isCloseTo(1.1, within(0.021));
    assertThat(decibels(view, RATE / 10, RATE)).isCloseTo(-23, within(0.3));
  }

  /** A pause within the clip is part of it, and changes nothing of the level of its speech. */
  @Test
  void of_speechWithAPause_isAsLoudAsWithout() {
    Waveform view = Views.LEVELLED.of(clip(0.05, 1, 1)).get(0);
    assertThat(view.seconds()).isCloseTo(3.1, within(0.021));
    assertThat(decibels(view, RATE / 10, RATE)).isCloseTo(-23, within(0.3));
  }

  @Test
  void of_anOffset_isAsWithout() {
    Waveform clip = clip(0.05, 1, 0);
    float[] shifted = clip.samples().clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 0.2f;
    }
    assertThat(Views.LEVELLED.of(new Waveform(shifted, RATE)).get(0).samples())
        .hasSameSizeAs(Views.LEVELLED.of(clip).get(0).samples());
  }

  @ParameterizedTest
  @EnumSource(Views.class)
  void of_nothingToHear_isTheClipAlone(Views views) {
    for (int samples : new int[] {0, 1, 159, 160, RATE}) {
      Waveform silence = new Waveform(new float[samples], RATE);
      assertThat(views.of(silence)).hasSize(1);
      assertThat(views.of(silence).get(0).samples()).containsExactly(silence.samples());
    }
  }

  @Test
  void of_aViewAgain_changesNextToNothing() {
    Waveform view = Views.LEVELLED.of(clip(0.05, 1, 0)).get(0);
    Waveform again = Views.LEVELLED.of(view).get(0);
    assertThat(again.samples()).hasSameSizeAs(view.samples());
    assertThat(decibels(again, RATE / 10, RATE))
        .isCloseTo(decibels(view, RATE / 10, RATE), within(0.01));
  }

  @Test
  void of_theName_isThatOfTheSettings() {
    for (Views views : Views.values()) {
      assertThat(Views.of(views.id())).isEqualTo(views);
    }
    assertThatThrownBy(() -> Views.of("two"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected views recording, levelled or both, found 'two'.");
  }

  /** Half a second of near silence, speech, perhaps a pause and speech again, half a second. */
  private static Waveform clip(double gain, double seconds, double pause) {
    Random random = new Random(1);
    int speech = (int) (seconds * RATE);
    int end = RATE / 2 + (pause > 0 ? 2 * speech + (int) (pause * RATE) : speech);
    float[] samples = new float[end + RATE / 2];
    for (int i = 0; i < samples.length; i++) {
      boolean loud =
          i >= RATE / 2 && i < RATE / 2 + speech || pause > 0 && i >= end - speech && i < end;
      samples[i] = (float) (gain * random.nextGaussian() * (loud ? 0.3 : 1e-4));
    }
    return new Waveform(samples, RATE);
  }

  private static double decibels(Waveform waveform, int from, int to) {
    return 10 * Math.log10(SpeechLevel.power(waveform.samples(), from, to));
  }
}
