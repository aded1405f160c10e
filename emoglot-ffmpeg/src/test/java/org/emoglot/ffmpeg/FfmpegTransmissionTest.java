package org.emoglot.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Codec;
import org.emoglot.augment.Transmission;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FfmpegTransmissionTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;
  private static final int FARTHEST = 2_000;

  private final Transmission codecs = Transmission.installed();

  /** Harmonics of a voice that rises from 120 to 180 Hz, in syllables, up to 3.4 kHz. */
  private static Waveform voice(double seconds) {
    float[] samples = new float[(int) (seconds * RATE)];
    double phase = 0;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE;
      double hertz = 120 + 60 * t / Math.max(seconds, 1e-9);
      phase += 2 * Math.PI * hertz / RATE;
      double sum = 0;
      for (int k = 1; k * hertz < 3_400; k++) {
        sum += Math.sin(k * phase + k * k) / k;
      }
      samples[i] = (float) (0.2 * sum * (0.55 - 0.45 * Math.cos(2 * Math.PI * 4 * t)));
    }
    return new Waveform(samples, RATE);
  }

  private static Waveform noise() {
    Random random = new Random(1);
    float[] samples = new float[2 * RATE];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (float) (0.1 * random.nextGaussian());
    }
    return new Waveform(samples, RATE);
  }

  /** Mean power between two frequencies, by a naive transform of frames of 512 samples. */
  private static double power(Waveform waveform, double from, double to) {
    int size = 512;
    double sum = 0;
    for (int start = 0; start + size <= waveform.samples().length; start += 4 * size) {
      for (int bin = (int) (from * size / RATE); bin < to * size / RATE; bin++) {
        double re = 0;
        double im = 0;
        for (int i = 0; i < size; i++) {
          double windowed =
              waveform.samples()[start + i] * (0.5 - 0.5 * Math.cos(2 * Math.PI * i / size));
          re += windowed * Math.cos(2 * Math.PI * bin * i / size);
          im += windowed * Math.sin(2 * Math.PI * bin * i / size);
        }
        sum += re * re + im * im;
      }
    }
    return sum;
  }

  private static double correlation(float[] a, float[] b, int lag) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = FARTHEST; i < a.length - FARTHEST; i++) {
      ab += a[i] * b[i + lag];
      aa += a[i] * a[i];
      bb += b[i + lag] * b[i + lag];
    }
    return ab / Math.sqrt(aa * bb);
  }

  /** Signal to noise in decibels. */
  private static double decibels(Waveform clean, Waveform coded) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < clean.samples().length; i++) {
      signal += Math.pow(clean.samples()[i], 2);
      noise += Math.pow(clean.samples()[i] - coded.samples()[i], 2);
    }
    return 10 * Math.log10(signal / noise);
  }

  @ParameterizedTest
  @EnumSource(names = {"OPUS", "MP3"})
  void apply_aVoice_standsWhereItStood(Codec codec) {
    assertThat(lag(voice(2), codec)).as("delay in samples").isBetween(-1, 1);
  }

  /** AMR models a mouth: what no mouth has spoken it codes too loosely to be found again. */
  @ParameterizedTest
  @EnumSource(Codec.class)
  @Tag("corpora")
  void apply_realSpeech_standsWhereItStood(Codec codec) {
    Waveform speech = Samples.READER.read(Samples.corpora().resolve("EMODB/wav/03a01Fa.wav"));

    assertThat(lag(speech, codec)).as("delay in samples").isBetween(-3, 3);
  }

  /** The shift at which a clip correlates best with what the codec made of it. */
  private int lag(Waveform clip, Codec codec) {
    float[] coded = codecs.apply(clip, codec, 24_000).samples();
    return IntStream.rangeClosed(-FARTHEST, FARTHEST)
        .boxed()
        .max(Comparator.comparingDouble(n -> correlation(clip.samples(), coded, n)))
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void apply_anyLength_keepsIt(Codec codec) {
    for (int length : List.of(0, 1, 7, 159, 160, 161, 575, 576, 577, 3_201, 20_000)) {
      Waveform clip = new Waveform(new float[length], RATE);
      assertThat(codecs.apply(clip, codec, 12_000).samples()).as("%d", length).hasSize(length);
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void apply_once_oftenAndInParallel_isTheSame(Codec codec) {
    Waveform voice = voice(1);
    float[] before = voice.samples().clone();
    float[] first = codecs.apply(voice, codec, 16_000).samples();

    List<float[]> again =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> codecs.apply(voice, codec, 16_000).samples())
            .toList();

    assertThat(again).allSatisfy(samples -> assertThat(samples).isEqualTo(first));
    assertThat(voice.samples()).as("the clip itself").isEqualTo(before);
    assertThat(first).isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"OPUS, 8000, 32000", "MP3, 16000, 64000"})
  void apply_atAHigherRate_isNearerToTheClip(Codec codec, int low, int high) {
    Waveform voice = voice(2);

    double rough = decibels(voice, codecs.apply(voice, codec, low));
    double fine = decibels(voice, codecs.apply(voice, codec, high));

    assertThat(fine).as("dB at %d bit/s, %.1f at %d", high, rough, low).isGreaterThan(rough + 0.5);
    assertThat(rough)
        .as("dB at %d bit/s: lossy, and speech all the same", low)
        .isBetween(-3.0, 30.0);
  }

  /** AMR keeps what is heard rather than samples: its spectrum comes nearer, not its wave. */
  @Test
  void apply_amrAtAnyRate_takesTheNearestOfItsModes() {
    Waveform voice = voice(1);
    float[] best = codecs.apply(voice, Codec.AMR_NB, 12_200).samples();
    float[] worst = codecs.apply(voice, Codec.AMR_NB, 4_750).samples();

    assertThat(codecs.apply(voice, Codec.AMR_NB, 64_000).samples()).isEqualTo(best);
    assertThat(codecs.apply(voice, Codec.AMR_NB, 4_000).samples()).isEqualTo(worst);
    assertThat(worst).isNotEqualTo(best);
  }

  @ParameterizedTest
  @CsvSource({"OPUS, 8000", "MP3, 8000", "AMR_NB, 12200"})
  void apply_noiseAtALowRate_losesWhatLiesAboveTheCut(Codec codec, int bits) {
    Waveform noise = noise();

    Waveform coded = codecs.apply(noise, codec, bits);

    double high = 10 * Math.log10(power(coded, 5_000, 7_500) / power(noise, 5_000, 7_500));
    double low = 10 * Math.log10(power(coded, 300, 2_000) / power(noise, 300, 2_000));
    assertThat(high).as("dB at 5 to 7.5 kHz").isLessThan(-15);
    assertThat(low).as("dB at 0.3 to 2 kHz").isBetween(-6.0, 3.0);
  }

  @Test
  void apply_loudSamples_staysFinite() {
    List<Waveform> all = new ArrayList<>();
    float[] loud = voice(0.5).samples();
    for (int i = 0; i < loud.length; i++) {
      loud[i] *= 100;
    }
    for (Codec codec : Codec.values()) {
      all.add(codecs.apply(new Waveform(loud, RATE), codec, 12_000));
    }
    assertThat(all)
        .allSatisfy(
            coded -> {
              for (float sample : coded.samples()) {
                assertThat(sample).isFinite();
              }
            });
  }

  @Test
  void apply_anotherSampleRate_isRefused() {
    Waveform other = new Waveform(new float[100], 8_000);
    assertThatThrownBy(() -> codecs.apply(other, Codec.MP3, 8_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8000 Hz");
  }
}
