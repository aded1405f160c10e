package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DownmixTest {

  private static final AudioClip STEREO =
      new AudioClip(new float[][] {{0.5f, -0.5f, 0.25f}, {-0.75f, 0.5f, 0.25f}}, 8000);

  @Test
  void apply_stereo_followsThePolicy() {
    assertThat(Downmix.MEAN.apply(STEREO)).containsExactly(-0.125f, 0, 0.25f);
    assertThat(Downmix.LEFT.apply(STEREO)).containsExactly(0.5f, -0.5f, 0.25f);
    assertThat(Downmix.RIGHT.apply(STEREO)).containsExactly(-0.75f, 0.5f, 0.25f);
    assertThat(Downmix.LOUDEST.apply(STEREO)).containsExactly(-0.75f, 0.5f, 0.25f);
  }

  @Test
  void apply_loudestOfEquals_isTheFirst() {
    AudioClip clip = new AudioClip(new float[][] {{1, 0}, {0, -1}, {0, 0.5f}}, 8000);
    assertThat(Downmix.LOUDEST.apply(clip)).containsExactly(1, 0);
  }

  @ParameterizedTest
  @EnumSource
  void apply_mono_staysUntouched(Downmix downmix) {
    AudioClip mono = new AudioClip(new float[][] {{0.1f, 0.7f}}, 8000);
    assertThat(downmix.apply(mono)).containsExactly(0.1f, 0.7f);
  }

  @ParameterizedTest
  @EnumSource
  void of_itsOwnId_isItself(Downmix downmix) {
    assertThat(Downmix.of(downmix.id())).isEqualTo(downmix);
  }

  @Test
  void of_unknown_namesTheChoices() {
    assertThatThrownBy(() -> Downmix.of("sum"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("Expected a down-mix policy (mean, left, right, loudest), found 'sum'.");
  }
}
