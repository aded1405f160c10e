package org.emoglot.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;
import org.emoglot.embedding.Embedding;
import org.emoglot.embedding.EmbeddingExtractor;
import org.emoglot.embedding.EmbeddingOptions;
import org.emoglot.embedding.Level;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.TwoStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Many clips at once, shared out to two streams. */
@ExtendWith(TwoStreams.class)
class StreamedAnswersTest {

  private static final double TOLERANCE = 1e-5;

  private static final List<Waveform> CLIPS =
      IntStream.range(0, 40).mapToObj(i -> TinyCommittees.clip(i * 17 % 40)).toList();

  @TempDir Path folder;

  @Test
  void extract_twoStreams_givesTheEmbeddingsOfOneThreadInOrder() {
    Path backbone = SavedModels.backbone(folder);
    EmbeddingOptions options =
        new EmbeddingOptions(Level.UTTERANCE, EmbeddingOptions.LAST, Precision.FP32);
    try (EmbeddingExtractor extractor = EmbeddingExtractor.open(backbone, options)) {
      List<float[]> alone = TwoStreams.alone(() -> values(extractor.extract(CLIPS)));
      List<float[]> shared = values(extractor.extract(CLIPS));
      assertAgree(shared, alone);
      assertThat(values(extractor.extract(CLIPS))).as("again").containsExactlyElementsOf(shared);
    }
  }

  @Test
  void score_twoStreams_givesTheAnswersOfOneThreadInOrder() {
    Path backbone = SavedModels.backbone(folder.resolve("backbone"));
    for (Kind kind : List.of(Kind.PEFT, Kind.NONE)) {
      Path model = folder.resolve(kind.name());
      SavedModels.save(backbone, kind, model);
      try (CommitteeScorer scorer = new CommitteeScorer(ModelFolder.load(model))) {
        List<float[]> alone = TwoStreams.alone(() -> embeddings(scorer.score(CLIPS)));
        List<float[]> shared = embeddings(scorer.score(CLIPS));
        assertAgree(shared, alone);
        assertThat(embeddings(scorer.score(CLIPS))).as("again").containsExactlyElementsOf(shared);
      }
    }
  }

  @Test
  void score_twoStreamsAndEmptyClips_answersAll() {
    EmotionNetwork network = TinyCommittees.network(LabelSet.FOUR, 1);
    Waveform empty = new Waveform(new float[1], Waveform.MODEL_SAMPLE_RATE);
    try (CommitteeScorer scorer = new CommitteeScorer(network)) {
      assertThat(scorer.score(List.of())).isEmpty();
      assertThat(scorer.score(Collections.nCopies(5, empty))).hasSize(5);
      List<Waveform> mixed = new ArrayList<>(CLIPS);
      mixed.add(3, empty);
      assertAgree(
          embeddings(scorer.score(mixed)), TwoStreams.alone(() -> embeddings(scorer.score(mixed))));
    }
  }

  @Test
  void score_oneClipOfAnotherRate_failsAsOnOneThread() {
    EmotionNetwork network = TinyCommittees.network(LabelSet.FOUR, 1);
    List<Waveform> clips = new ArrayList<>(CLIPS);
    clips.add(new Waveform(new float[8_000], 8_000));
    try (CommitteeScorer scorer = new CommitteeScorer(network)) {
      assertThatThrownBy(() -> scorer.score(clips))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("found 8000 Hz");
      assertThat(scorer.score(CLIPS)).hasSize(CLIPS.size());
    }
  }

  private static void assertAgree(List<float[]> found, List<float[]> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      assertThat(Difference.relative(found.get(i), expected.get(i)))
          .as("clip " + i)
          .isLessThan(TOLERANCE);
    }
  }

  private static List<float[]> values(List<Embedding> embeddings) {
    return embeddings.stream().map(Embedding::values).toList();
  }

  private static List<float[]> embeddings(List<Scorer.Result> results) {
    return results.stream().map(Scorer.Result::embedding).toList();
  }
}
