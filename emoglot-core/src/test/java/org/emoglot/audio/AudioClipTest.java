package org.emoglot.audio;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AudioClipTest {

  @Test
  void new_impossibleClip_isRefused() {
    assertThatThrownBy(() -> new AudioClip(new float[1][1], 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new AudioClip(new float[0][], 1)).hasMessageContaining("one channel");
    assertThatThrownBy(() -> new AudioClip(new float[][] {{1, 2}, {1}}, 1))
        .hasMessageContaining("1 != 2");
    assertThatThrownBy(() -> new Waveform(new float[1], 0)).hasMessageContaining("0");
  }
}
