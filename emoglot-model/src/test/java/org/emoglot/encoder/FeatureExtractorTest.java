package org.emoglot.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private static final EncoderConfig NORMALIZING =
      EncoderFolder.read(TinyEncoders.goldenFolder("wav2vec2-base-tiny"));
  private static final EncoderConfig PLAIN = TinyEncoders.logMelConfig(false);

  @Test
  void extract_normalizing_givesMeanZeroAndVarianceOne() {
    float[] samples = TinyEncoders.clips().get(2);
    float[] prepared = new FeatureExtractor(NORMALIZING).extract(new Waveform(samples, RATE));
    double mean = 0;
    double square = 0;
    for (float sample : prepared) {
      mean += sample / (double) prepared.length;
      square += sample * (double) sample / prepared.length;
    }
    assertThat(mean).isCloseTo(0, within(1e-6));
    assertThat(square).isCloseTo(1, within(1e-4));
  }

  @Test
  void extract_notNormalizing_leavesTheSamples() {
    float[] samples = TinyEncoders.clips().get(0);
    assertThat(new FeatureExtractor(PLAIN).extract(new Waveform(samples, RATE)))
        .containsExactly(samples)
        .isNotSameAs(samples);
  }

  @Test
  void extract_constantClip_isZero() {
    float[] samples = new float[2000];
    Arrays.fill(samples, 0.25f);
    assertThat(new FeatureExtractor(NORMALIZING).extract(new Waveform(samples, RATE)))
        .containsOnly(0);
  }

  @Test
  void extract_shortClip_isPaddedToOneFrame() {
    float[] prepared =
        new FeatureExtractor(NORMALIZING).extract(new Waveform(new float[] {1, -1}, RATE));
    assertThat(prepared).hasSize(400);
    assertThat(Arrays.copyOf(prepared, 3)).containsExactly(new float[] {1, -1, 0}, within(1e-6f));
    assertThat(NORMALIZING.frames(prepared.length)).isEqualTo(1);
    assertThat(NORMALIZING.frames(prepared.length - 1)).isZero();
  }

  @Test
  void extract_emptyClip_isSilence() {
    assertThat(new FeatureExtractor(NORMALIZING).extract(new Waveform(new float[0], RATE)))
        .hasSize(400)
        .containsOnly(0);
  }

  @Test
  void extract_anotherRate_isRefused() {
    assertThatThrownBy(
            () -> new FeatureExtractor(PLAIN).extract(new Waveform(new float[800], 8000)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("16000 Hz")
        .hasMessageContaining("8000 Hz");
  }
}
