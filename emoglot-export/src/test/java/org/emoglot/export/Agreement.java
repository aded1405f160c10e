package org.emoglot.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.Prediction;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.onnx.OnnxScorerProvider;

/** How far the answers of an exported model are from those of the saved one. */
final class Agreement {

  private Agreement() {}

  /** Exports a saved model and compares its answers to clips. */
  static void check(Path model, Storage storage, double most, List<Waveform> clips) {
    Path file = model.resolveSibling(model.getFileName() + "-" + storage.id() + ".onnx");
    OnnxExport.write(model, ScorerOptions.DEFAULT, storage, file);
    try (Scorer torch = CommitteeScorer.load(model, ScorerOptions.DEFAULT);
        Scorer onnx = open(file)) {
      assertThat(onnx.labels()).isEqualTo(torch.labels());
      assertThat(onnx.confidence()).isEqualTo(torch.confidence());
      assertThat(onnx.heard()).isEqualTo(torch.heard());
      assertThat(onnx.parameters()).isEqualTo(torch.parameters());
      List<Scorer.Result> expected = torch.score(clips);
      List<Scorer.Result> found = onnx.score(clips);
      for (int i = 0; i < clips.size(); i++) {
        String what = "%s in %s, clip %d".formatted(model.getFileName(), storage.id(), i);
        assertThat(difference(torch, expected.get(i).logits(), found.get(i).logits()))
            .as("probabilities of %s", what)
            .isLessThan(most);
        assertThat(relative(expected.get(i).embedding(), found.get(i).embedding()))
            .as("embedding of %s", what)
            .isLessThan(10 * most);
        assertThat(difference(torch, found.get(i).logits(), onnx.logits(found.get(i).embedding())))
            .as("logits of the embedding of %s", what)
            .isLessThan(1e-5);
      }
    }
  }

  static Scorer open(Path file) {
    return new OnnxScorerProvider().open(file, ScorerOptions.DEFAULT);
  }

  /** The largest of a probability. */
  static double difference(Scorer scorer, float[] expected, float[] found) {
    double largest = 0;
    Prediction one = Prediction.ofLogits(scorer.labels(), expected, scorer.confidence());
    Prediction other = Prediction.ofLogits(scorer.labels(), found, scorer.confidence());
    for (String label : scorer.labels().names()) {
      largest = Math.max(largest, Math.abs(one.score(label) - other.score(label)));
    }
    return largest;
  }

  private static double relative(float[] expected, float[] found) {
    assertThat(found).hasSameSizeAs(expected);
    double squares = 0;
    double differences = 0;
    for (int i = 0; i < expected.length; i++) {
      squares += (double) expected[i] * expected[i];
      differences += Math.pow(expected[i] - found[i], 2);
    }
    return Math.sqrt(differences / squares);
  }
}
