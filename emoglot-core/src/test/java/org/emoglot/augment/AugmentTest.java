package org.emoglot.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AugmentTest {

  private static final int RATE = 16_000;

  private static Waveform tone(double hertz, double seconds) {
    float[] samples = new float[(int) (seconds * RATE)];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.3 * Math.sin(2 * Math.PI * hertz * i / RATE));
    }
    return new Waveform(samples, RATE);
  }

  private static double decibels(double ratio) {
    return 10 * Math.log10(ratio);
  }

  private static float[] minus(Waveform a, Waveform b) {
    float[] difference = a.samples().clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= b.samples()[i];
    }
    return difference;
  }

  /** Mean power at a frequency, by Goertzel's sum over frames of 1024 samples. */
  private static double powerAt(float[] samples, double hertz) {
    int size = 1024;
    double sum = 0;
    int frames = samples.length / size;
    for (int frame = 0; frame < frames; frame++) {
      double re = 0;
      double im = 0;
      for (int i = 0; i < size; i++) {
        double window = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / size);
        double phase = 2 * Math.PI * hertz * i / RATE;
        re += window * samples[frame * size + i] * Math.cos(phase);
        im += window * samples[frame * size + i] * Math.sin(phase);
      }
      sum += re * re + im * im;
    }
    return sum / frames;
  }

  @Test
  void gain_of6Decibels_doublesTheAmplitude() {
    Waveform tone = tone(440, 0.1);

    Waveform louder = Gain.apply(tone, 6.0206);

    assertThat(louder.samples()[20]).isCloseTo(2 * tone.samples()[20], within(1e-5f));
    assertThat(tone.samples()).isEqualTo(tone(440, 0.1).samples());
  }

  @ParameterizedTest
  @EnumSource(Noise.class)
  void addTo_aTone_addsNoiseAtTheWantedLevel(Noise noise) {
    Waveform tone = tone(440, 2);

    Waveform noisy = noise.addTo(tone, 10, 1);

    double found = decibels(Levels.power(tone.samples()) / Levels.power(minus(noisy, tone)));
    assertThat(found).as("signal to noise").isCloseTo(10, within(0.01));
    assertThat(noise.addTo(tone, 10, 1).samples()).isEqualTo(noisy.samples());
    assertThat(noise.addTo(tone, 10, 2).samples()).isNotEqualTo(noisy.samples());
  }

  @Test
  void addTo_aTone_fallsBy3DecibelsAnOctaveWhenPinkAndStaysFlatWhenWhite() {
    Waveform tone = tone(3000, 40);
    float[] pink = minus(Noise.PINK.addTo(tone, 0, 3), tone);
    float[] white = minus(Noise.WHITE.addTo(tone, 0, 3), tone);

    double pinkFall = 0;
    double whiteFall = 0;
    int pairs = 0;
    for (double hertz = 180; hertz < 480; hertz += 30) {
      pinkFall += decibels(powerAt(pink, hertz) / powerAt(pink, 4 * hertz));
      whiteFall += decibels(powerAt(white, hertz) / powerAt(white, 4 * hertz));
      pairs++;
    }
    assertThat(pinkFall / pairs / 2).as("pink, dB an octave").isBetween(2.4, 3.6);
    assertThat(whiteFall / pairs / 2).as("white, dB an octave").isBetween(-0.4, 0.4);
  }

  @Test
  void bandLimit_toATelephone_keepsLowTonesAndRemovesHighOnes() {
    Waveform low = tone(1000, 1);
    Waveform high = tone(5500, 1);

    Waveform limited = BandLimit.apply(low, 8000);

    assertThat(limited.samples()).hasSameSizeAs(low.samples());
    assertThat(decibels(Levels.power(limited.samples()) / Levels.power(low.samples())))
        .isCloseTo(0, within(0.1));
    assertThat(
            decibels(
                Levels.power(BandLimit.apply(high, 8000).samples()) / Levels.power(high.samples())))
        .isLessThan(-25);
    assertThat(BandLimit.apply(low, 16_000)).isSameAs(low);
  }

  @Test
  void speed_of125Percent_shortensAndRaisesAccordingly() {
    Waveform faster = Speed.apply(tone(400, 2), 1.25);

    assertThat(faster.samples()).hasSize(25_600);
    assertThat(decibels(powerAt(faster.samples(), 500) / powerAt(faster.samples(), 400)))
        .isGreaterThan(30);
  }

  @ParameterizedTest
  @CsvSource({"4, 504", "-4, 316", "12, 800", "0, 400"})
  void pitch_ofATone_movesItAndKeepsItsTimes(double semitones, double hertz) {
    float[] samples = tone(400, 2).samples();
    java.util.Arrays.fill(samples, 0, RATE / 2, 0); // the tone sets in after half a second
    Waveform tone = new Waveform(samples, RATE);

    Waveform shifted = Pitch.apply(tone, semitones);

    assertThat(shifted.samples()).hasSize(2 * RATE);
    double[] power = new double[3];
    for (int i = 0; i < power.length; i++) {
      power[i] = powerAt(shifted.samples(), hertz * (0.9 + 0.1 * i));
    }
    assertThat(decibels(power[1] / power[0])).as("over 10 %% lower").isGreaterThan(20);
    assertThat(decibels(power[1] / power[2])).as("over 10 %% higher").isGreaterThan(20);
    double before = Levels.power(java.util.Arrays.copyOf(shifted.samples(), RATE * 9 / 20));
    double after =
        Levels.power(java.util.Arrays.copyOfRange(shifted.samples(), RATE * 11 / 20, 30_000));
    assertThat(before).as("power before the onset").isLessThan(1e-6);
    assertThat(after).as("power after the onset").isCloseTo(0.045, within(0.009));
  }

  @Test
  void pitch_beyondAnOctave_isRefused() {
    assertThatThrownBy(() -> Pitch.apply(tone(400, 0.1), 12.1)).hasMessageContaining("12.1");
  }

  @Test
  void muLaw_ofATone_leavesAHighRatioOfSignalToNoiseAtAnyLevel() {
    for (double level : new double[] {0, -20}) {
      Waveform tone = Gain.apply(tone(440, 1), level);

      Waveform coded = MuLaw.apply(tone);

      double ratio = decibels(Levels.power(tone.samples()) / Levels.power(minus(coded, tone)));
      assertThat(ratio).as("at %s dB", level).isBetween(28.0, 45.0);
    }
    assertThat(MuLaw.apply(new Waveform(new float[] {0, 2, -3}, RATE)).samples())
        .containsExactly(0, 1, -1);
  }

  @Test
  void reverberation_ofAClick_decaysBy60DecibelsInTheGivenTime() {
    float[] click = new float[RATE];
    click[0] = 1;

    float[] room = Reverberation.apply(new Waveform(click, RATE), 0.4, 6, 9).samples();

    float[] echoes = room.clone();
    echoes[0] = 0;
    assertThat(room[0]).isEqualTo(1);
    assertThat(decibels(1 / (Levels.power(echoes) * echoes.length)))
        .as("direct sound over echoes")
        .isCloseTo(6, within(0.01));
    double early = Levels.power(java.util.Arrays.copyOfRange(echoes, 1, 1601));
    double late = Levels.power(java.util.Arrays.copyOfRange(echoes, 3201, 4801));
    assertThat(decibels(early / late)).as("decay in 0.2 s").isCloseTo(30, within(2.0));
  }
}
