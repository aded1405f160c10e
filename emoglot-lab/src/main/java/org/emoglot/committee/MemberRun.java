package org.emoglot.committee;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.protocol.IsolationCheck;
import org.emoglot.protocol.Plan;
import org.emoglot.protocol.Task;
import org.emoglot.protocol.TrainingSystem;

/**
 * The training of a member, planned again as it was.
 *
 * @param model the member's folder
 * @param record what its provenance.json says
 * @param plan which utterances it trained and validated on, and which are its target's
 */
record MemberRun(Path model, MemberRecord record, Plan plan) {

  /**
   * Plans a member's training again.
   *
   * @throws InvalidInputException if its record is missing or damaged, or the manifests are not
   *     those that it was trained with
   */
  static MemberRun of(Path model, LabelSet labels, Manifest manifest) {
    MemberRecord record = MemberRecord.of(model);
    if (record.refit()) {
      throw new InvalidInputException(
          "Expected models that have not learned from their validation clips, which calibrate the committee, found training.refit=true in %s: train it without."
              .formatted(model));
    }
    Plan plan =
        Plan.of(
            Task.parse(record.task()),
            TrainingSystem.of(record.system()),
            labels,
            manifest,
            record.shots(),
            record.seed());
    String hash = record.schema() == 1 ? plan.hashOfSchema1() : plan.hash();
    if (!hash.equals(record.protocolHash())) {
      throw new InvalidInputException(
          "Expected the manifests that %s was trained with (protocol hash %s), found others (%s): name their folder with --manifests."
              .formatted(model, record.protocolHash(), hash));
    }
    IsolationCheck.of(plan);
    return new MemberRun(model, record, plan);
  }

  /** The ids of its validation utterances, in order. */
  List<String> validationIds() {
    return plan.validation().stream().map(Utterance::id).toList();
  }
}
