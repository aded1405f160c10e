package org.emoglot.acoustic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.tensor.Figures;
import org.junit.jupiter.api.Test;

/** Against {@code reference/utterance_statistics.py}, which shares no code with Emoglot. */
class UtteranceStatisticsParityTest {

  /** Both sides compute in float64; the golden values are read as float32. */
  private static final double TOLERANCE = 1e-5;

  private static final int CLIPS = 5;

  @Test
  void of_goldenClips_areNumpys() {
    double worst = 0;
    String where = "";
    try (Safetensors golden = TinyEncoders.golden("statistics-tiny")) {
      for (int i = 0; i < CLIPS; i++) {
        Map<String, Double> ours = UtteranceStatistics.of(golden.floats("clip" + i));
        float[] theirs = golden.floats("statistics" + i);
        assertThat(ours).hasSize(UtteranceStatistics.COUNT).hasSize(theirs.length);
        List<String> names = new ArrayList<>(ours.keySet());
        for (int k = 0; k < theirs.length; k++) {
          double gap = Math.abs(ours.get(names.get(k)) - theirs[k]) / (1 + Math.abs(theirs[k]));
          if (gap > worst) {
            worst = gap;
            where =
                "%s of clip %d: %g, %g"
                    .formatted(names.get(k), i, ours.get(names.get(k)), theirs[k]);
          }
        }
      }
    }
    Figures.write("parity-utterance-statistics", "%.2e (%s)".formatted(worst, where));
    assertThat(worst).as(where).isLessThan(TOLERANCE);
  }
}
