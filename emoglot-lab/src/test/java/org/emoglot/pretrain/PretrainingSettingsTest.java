package org.emoglot.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.experiment.Settings;
import org.emoglot.selfsupervised.ContrastiveConfig;
import org.emoglot.selfsupervised.GumbelConfig;
import org.emoglot.selfsupervised.MaskingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingSettingsTest {

  @TempDir Path folder;

  @Test
  void with_nothing_hasThePapersObjectiveAndTheMiniOfTraining() {
    PretrainingSettings settings = PretrainingSettings.with(Map.of());

    assertThat(settings.contrastive())
        .isEqualTo(new ContrastiveConfig(100, 0.1, 0.1, 10, 2, 320, 256, 256));
    assertThat(settings.masking()).isEqualTo(new MaskingConfig(0.65, 0.2, 2));
    assertThat(settings.mini()).isEqualTo(Settings.defaults(AdaptationConfig.Kind.FULL).mini());
  }

  @Test
  void with_aFileAndValues_laysThemOverEachOther() throws IOException {
    Path file = folder.resolve("more.yaml");
    Files.writeString(file, "training:\n  steps: 7\n  clips: 3\nmini:\n  width: 64\n");

    PretrainingSettings settings = PretrainingSettings.with(file, Map.of("training.clips", "5"));

    assertThat(settings.training().steps()).isEqualTo(7);
    assertThat(settings.training().clips()).isEqualTo(5);
    assertThat(settings.mini().width()).isEqualTo(64);
    assertThatThrownBy(() -> PretrainingSettings.with(Map.of("contrastive.negative", "3")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found 'contrastive.negative'");
  }

  @Test
  void temperature_overThePapersSteps_fallsAsInThePaper() {
    GumbelConfig gumbel = PretrainingSettings.with(Map.of()).gumbel();
    int steps = 400_000;

    for (long step : new long[] {0, 1_000, 100_000, 270_000, 300_000, 399_999}) {
      double paper = Math.max(0.5, 2 * Math.pow(0.999995, step));
      assertThat(gumbel.temperature(step, steps))
          .as("step %d", step)
          .isCloseTo(paper, within(0.01));
    }
  }
}
