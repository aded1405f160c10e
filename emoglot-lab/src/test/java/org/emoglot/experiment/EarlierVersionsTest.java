package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Utterance;
import org.emoglot.pretrain.PretrainingRecord;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an earlier version has left is read, and is not taken for a run of this one. */
@ExtendWith(OneThread.class)
class EarlierVersionsTest {

  @TempDir Path folder;

  private static Path earlier(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(EarlierVersionsTest.class.getResource("/earlier/" + name))
              .toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void read_recordOfATraining_isWhole() {
    RunRecord run = RunRecord.read(earlier("run").resolve(RunRecord.FILE), "remove it");
    assertThat(run.schema()).isEqualTo(1);
    assertThat(run.main().utterances()).isEqualTo(ToneCorpus.PER_LANGUAGE);
    assertThat(run.settings().precision()).isEqualTo(Precision.FP32);
    assertThat(run.settings().acts("statistics.width")).as("held then, acting or not").isTrue();
    assertThat(Experiment.finished(earlier("run"))).contains(run);
  }

  @Test
  void read_recordOfAPretraining_isWhole() {
    PretrainingRecord run =
        PretrainingRecord.read(earlier("pretraining").resolve(PretrainingRecord.FILE), "remove it");
    assertThat(run.schema()).isEqualTo(1);
    assertThat(run.after().step()).isPositive();
  }

  @Test
  void predict_modelOfATraining_givesTheSameAnswersToTheBit() throws IOException {
    List<Utterance> target =
        ToneCorpus.manifest(Path.of("/no/such/folder")).utterances().stream()
            .filter(u -> u.language().code().equals("de"))
            .toList();
    List<Prediction> predictions = new ArrayList<>();
    try (EmotionClassifier classifier =
        EmotionClassifier.load(earlier("run").resolve(Experiment.MODEL_FOLDER))) {
      for (Utterance utterance : target) {
        predictions.add(classifier.predict(ToneCorpus.audio().read(utterance.path())));
      }
    }
    Path now = folder.resolve(PredictionTable.FILE);
    PredictionTable.write(now, LabelSet.FOUR, target, predictions);
    assertThat(now).hasSameTextualContentAs(earlier("run").resolve(PredictionTable.FILE));
  }

  @Test
  void run_inTheFolderOfAnEarlierVersion_isRefused() throws IOException {
    Path out = folder.resolve("run");
    copy(earlier("run"), out);
    TinyRun same = TinyRun.in(out);
    assertThatThrownBy(same::run)
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("or one of an earlier version: choose another --out");
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, to.resolve(from.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
