package org.emoglot.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.doctor.Surroundings;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.encoder.Hearing;
import org.emoglot.io.Json;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whisper base with its published weights on 20 real clips, against transformers: {@code
 * reference/whisper_base_goldens.py}. Weights and clips are read in place.
 */
@Tag("corpora")
class WhisperBaseTest {

  private static final double TOLERANCE = 1e-4;
  private static final int STATES = 7;
  private static final int WIDTH = 512;
  private static final Path HOME = Surroundings.ofThisProcess().home();
  private static final JsonNode GOLDEN =
      Json.read(HOME.resolve("emoglot-app/src/test/resources/golden/whisper-base/embeddings.json"));

  @ParameterizedTest
  @EnumSource(Hearing.class)
  void extract_realClips_areTransformersEmbeddings(Hearing hearing) throws IOException {
    List<Waveform> clips = clips();
    EmbeddingOptions options =
        new EmbeddingOptions(
            Level.UTTERANCE, "0..6", Pooling.MEAN, hearing, Precision.FP32); // all side by side
    double worst = 0;
    String where = "";
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(backbone(), options)) {
      List<Embedding> embeddings = extractor.extract(clips);
      for (int clip = 0; clip < clips.size(); clip++) {
        assertThat(embeddings.get(clip).width()).isEqualTo(STATES * WIDTH);
        for (int state = 0; state < STATES; state++) {
          double gap = gap(embeddings.get(clip), golden(hearing, clip, state), state);
          if (gap > worst) {
            worst = gap;
            where = "state %d of %s".formatted(state, GOLDEN.path("clips").path(clip).asText());
          }
        }
      }
    }
    Path figures = Files.createDirectories(Path.of("target/figures"));
    Files.writeString(
        figures.resolve("parity-whisper-base-%s.txt".formatted(hearing.id())),
        "%.1e (%s)%n".formatted(worst, where));
    assertThat(worst).as("%s: %s".formatted(hearing.id(), where)).isLessThan(TOLERANCE);
  }

  /** The largest difference of kept channels, relative where values are above 1. */
  private static double gap(Embedding ours, double[] theirs, int state) {
    double worst = 0;
    for (int i = 0; i < theirs.length; i++) {
      int channel = GOLDEN.path("channels").path(i).asInt();
      double value = ours.values()[state * WIDTH + channel];
      worst = Math.max(worst, Math.abs(value - theirs[i]) / Math.max(1, Math.abs(theirs[i])));
    }
    return worst;
  }

  private static double[] golden(Hearing hearing, int clip, int state) {
    JsonNode values = GOLDEN.path(hearing.id()).path(clip).path(state);
    double[] kept = new double[values.size()];
    for (int i = 0; i < kept.length; i++) {
      kept[i] = values.path(i).asDouble();
    }
    return kept;
  }

  private static List<Waveform> clips() {
    Path corpora = place("EMOGLOT_CORPORA", "../shared/corpora");
    AudioReader reader = new AudioReader(AudioOptions.defaults());
    List<Waveform> clips = new ArrayList<>();
    for (JsonNode path : GOLDEN.path("clips")) {
      Path file = corpora.resolve(path.asText());
      assumeTrue(Files.isRegularFile(file), "No clip " + file + ".");
      clips.add(reader.read(file));
    }
    return clips;
  }

  private static Path backbone() {
    Path folder = place("EMOGLOT_BACKBONES", "../shared/backbones").resolve("whisper-base");
    assumeTrue(Files.isDirectory(folder), "No encoder of Whisper base at " + folder + ".");
    return folder;
  }

  /** Skips the test where there is none. */
  private static Path place(String variable, String usual) {
    Path folder =
        Optional.ofNullable(System.getenv(variable))
            .map(Path::of)
            .orElse(HOME.resolve(usual))
            .normalize();
    assumeTrue(Files.isDirectory(folder), "Nothing at " + folder + ": set " + variable + ".");
    return folder;
  }
}
