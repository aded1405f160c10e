package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.classifier.Prediction;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionTableTest {

  private static final LabelSet LABELS = new LabelSet(List.of("Sadness", "=Joy"));

  @TempDir private Path folder;

  private Path written(String id) {
    Path file = folder.resolve(PredictionTable.FILE);
    PredictionTable.write(
        file,
        LABELS,
        List.of(
            new Utterance(
                id, "own", Language.of("de"), "s", "=Joy", Split.TEST, Path.of("a.wav"), 1)),
        List.of(
            new Prediction(
                List.of(new Prediction.Score("=Joy", 0.75), new Prediction.Score("Sadness", 0.25)),
                false)));
    return file;
  }

  @Test
  void write_ofWhatASpreadsheetWouldCompute_guardsItAndReadsItBack() throws IOException {
    Path file = written("=HYPERLINK(1)");

    assertThat(Files.readString(file))
        .isEqualToNormalizingNewlines(
            "utt_id,split,label,predicted,Sadness,'=Joy\n"
                + "'=HYPERLINK(1),test,'=Joy,'=Joy,0.250000,0.750000\n");
    PredictionTable.Content content = PredictionTable.read(file);
    assertThat(content.labels()).isEqualTo(LABELS);
    assertThat(content.rows().get(0).id()).isEqualTo("=HYPERLINK(1)");
    assertThat(content.rows().get(0).predicted()).isEqualTo("=Joy");
    assertThat(content.rows().get(0).probabilities()).containsExactly(0.25, 0.75);
  }

  @Test
  void answers_ofLabelsWithCapitals_readsThem() {
    assertThat(PredictionTable.answers(written("own/1"), LABELS, true).items())
        .containsExactly("own/1");
  }

  @Test
  void read_ofATableOfAnotherKind_saysWhatIsMissing() throws IOException {
    Path file = folder.resolve("other.csv");
    Files.writeString(file, "a,b\n1,2\n");

    assertThatThrownBy(() -> PredictionTable.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "Expected the columns utt_id, split, label, predicted and one for each label in "
                + file
                + ", found a, b.");
  }
}
