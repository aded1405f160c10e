package org.emoglot.network;

import java.nio.file.Path;
import org.emoglot.classifier.Scorer;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.classifier.ScorerProvider;
import org.emoglot.tensor.Engine;
import org.emoglot.tensor.Precision;

/** Opens saved models and committees in PyTorch. */
public final class TorchScorerProvider implements ScorerProvider {

  static final String ID = "torch";

  @Override
  public String engine() {
    return "PyTorch";
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public boolean canOpen(Path folder) {
    return ModelFolder.isModel(folder) || CommitteeFolder.isCommittee(folder);
  }

  @Override
  public void prepare() {
    Engine.loadNatives();
  }

  @Override
  public Scorer open(Path folder, ScorerOptions options) {
    Precision precision = Precision.of(options.precision()); // refused before a model is read
    CommitteeScorer scorer = CommitteeScorer.load(folder, options);
    if (precision != Precision.FP32) {
      scorer.setPrecision(precision);
    }
    return scorer;
  }
}
