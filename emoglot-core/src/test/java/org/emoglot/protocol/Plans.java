package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.corpus.Fakes;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;

/** Plans on corpora without files. */
final class Plans {

  private Plans() {}

  /** German, English, Italian and Mandarin, 80 utterances each: 64, 8, 8. */
  static Manifest fourLanguages() {
    List<Utterance> utterances = new ArrayList<>();
    utterances.addAll(Fakes.corpus("emodb", "de"));
    utterances.addAll(Fakes.corpus("ravdess", "en"));
    utterances.addAll(Fakes.corpus("emovo", "it"));
    utterances.addAll(Fakes.corpus("casia", "zh"));
    return new Manifest(utterances);
  }

  static Plan plan(String task, String system) {
    return Plan.of(Task.parse(task), TrainingSystem.of(system), LabelSet.FOUR, fourLanguages());
  }

  /** The plan with one more training utterance. */
  static Plan smuggling(Plan plan, Utterance utterance) {
    List<Utterance> training = new ArrayList<>(plan.training());
    training.add(utterance);
    return new Plan(
        plan.task(), plan.system(), plan.labels(), training, plan.validation(), plan.evaluation());
  }
}
