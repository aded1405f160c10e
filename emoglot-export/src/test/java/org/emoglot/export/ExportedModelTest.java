package org.emoglot.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.Pooling;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.encoder.Hearing;
import org.emoglot.onnx.SileroModel;
import org.emoglot.tensor.OneThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** How an exported model is opened, and asked by many. */
@ExtendWith(OneThread.class)
class ExportedModelTest {

  private static final int THREADS = 12;

  @TempDir private static Path folder;

  @BeforeAll
  static void export() {
    Path model = folder.resolve("model");
    TinyModels.save(
        TinyModels.whisper(Hearing.VALID),
        TinyModels.frozen("1..3", Pooling.MEAN, true),
        Views.BOTH,
        1,
        model);
    OnnxExport.write(model, ScorerOptions.DEFAULT, Storage.INT8, model.resolve("model.onnx"));
  }

  @Test
  void predict_manyThreadsAtOnce_giveTheAnswersOfOne() throws Exception {
    List<Waveform> clips =
        List.of(
            TinyModels.speech(16_000, 1),
            TinyModels.speech(23_456, 2),
            TinyModels.speech(4_000, 3));
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try (EmotionClassifier classifier = EmotionClassifier.load(folder.resolve("model"))) {
      List<Prediction> alone = classifier.predictSpeech(clips);
      List<Callable<List<Prediction>>> tasks = new ArrayList<>();
      for (int t = 0; t < THREADS; t++) {
        tasks.add(() -> classifier.predictSpeech(clips));
      }
      for (Future<List<Prediction>> answers : pool.invokeAll(tasks)) {
        assertThat(answers.get()).isEqualTo(alone);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void load_folderWithBoth_answersWithTheExportedOneUnlessToldOtherwise() {
    Path both = folder.resolve("model");
    Waveform clip = TinyModels.speech(16_000, 1);
    float exported = score(both, ScorerOptions.DEFAULT, clip);
    assertThat(exported).isEqualTo(score(both.resolve("model.onnx"), ScorerOptions.DEFAULT, clip));
    float saved = score(both, ScorerOptions.DEFAULT.withEngine("torch"), clip);
    assertThat(saved).isNotEqualTo(exported).isBetween(exported - 0.05f, exported + 0.05f);
  }

  private static float score(Path model, ScorerOptions options, Waveform clip) {
    try (EmotionClassifier classifier = EmotionClassifier.load(model, options)) {
      return (float) classifier.predictSpeech(List.of(clip)).get(0).score("angry");
    }
  }

  @Test
  void load_damagedFile_isRefusedWithWhatToDo() throws IOException {
    Path damaged = Files.write(folder.resolve("damaged.onnx"), new byte[] {8, 1, 2, 3, 4});
    refused(damaged, ScorerOptions.DEFAULT, "Expected an ONNX file at " + damaged);
    byte[] whole = Files.readAllBytes(folder.resolve("model/model.onnx"));
    Path cut =
        Files.write(folder.resolve("cut.onnx"), java.util.Arrays.copyOf(whole, whole.length / 2));
    refused(cut, ScorerOptions.DEFAULT, "Expected an ONNX file at " + cut);
  }

  @Test
  void load_fileOfAnotherProgram_isRefusedByWhatItLacks() throws IOException {
    Path other = folder.resolve("other.onnx");
    try (InputStream file = SileroModel.class.getResourceAsStream("silero-vad.onnx")) {
      Files.copy(file, other);
    }
    refused(other, ScorerOptions.DEFAULT, "Expected the metadata of an exported model in " + other);
  }

  @Test
  void load_precisionOrFolderThatIsNotThere_isRefused() {
    Path file = folder.resolve("model/model.onnx");
    refused(
        file,
        ScorerOptions.DEFAULT.withPrecision("bf16"),
        "Expected no --precision and no --backbone for the exported model " + file);
    Path none = folder.resolve("none.onnx");
    refused(none, ScorerOptions.DEFAULT, "Expected the folder of a saved model at " + none);
    refused(
        folder,
        ScorerOptions.DEFAULT.withEngine("onnx"),
        "Expected an exported model for the engine onnx");
  }

  private static void refused(Path model, ScorerOptions options, String start) {
    assertThatThrownBy(() -> EmotionClassifier.load(model, options))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(start);
  }
}
