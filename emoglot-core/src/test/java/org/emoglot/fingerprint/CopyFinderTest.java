package org.emoglot.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.emoglot.audio.Waveform;
import org.junit.jupiter.api.Test;

class CopyFinderTest {

  private static final Waveform CLIP = Voices.speak(1, 2);
  private static final ClipPrint KNOWN = ClipPrint.of("de/1", CLIP);

  private static Waveform louder() {
    float[] louder = CLIP.samples().clone();
    for (int i = 0; i < louder.length; i++) {
      louder[i] *= 1.5f;
    }
    return new Waveform(louder, CLIP.sampleRate());
  }

  @Test
  void find_theSameSamples_saysSo() {
    CopyFinder finder = new CopyFinder(List.of(KNOWN));

    assertThat(finder.find(ClipPrint.of("ur/x", CLIP)).orElseThrow().text())
        .isEqualTo("ur/x is a copy of de/1 (the same samples)");
    assertThat(finder.find("ur/x", CLIP)).contains(new Copy("ur/x", "de/1", true, 0));
  }

  @Test
  void find_aLouderCopy_namesBothClips() {
    CopyFinder finder = new CopyFinder(List.of(KNOWN));

    assertThat(finder.find(ClipPrint.of("ur/x", louder())).orElseThrow().text())
        .startsWith("ur/x is a copy of de/1 (acoustic fingerprints that agree for at least 1.");
    assertThat(finder.find("ur/x", louder())).isPresent();
    assertThat(finder.find("ur/x", Voices.speak(2, 2))).isEmpty();
  }

  @Test
  void find_whereNothingIsKnown_findsNothing() {
    ClipPrint unknown = new ClipPrint("de/1", "", Fingerprint.NONE);

    assertThat(new CopyFinder(List.of(unknown)).find(unknown)).isEmpty();
    assertThat(new CopyFinder(List.of(unknown)).find("ur/x", CLIP)).isEmpty();
    assertThat(new CopyFinder(List.of(KNOWN)).find(unknown)).isEmpty();
    assertThat(unknown.isKnown()).isFalse();
    assertThat(new CopyFinder(List.of(unknown, KNOWN)).fingerprints()).isEqualTo(1);
  }
}
