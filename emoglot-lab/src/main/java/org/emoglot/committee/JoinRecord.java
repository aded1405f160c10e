package org.emoglot.committee;

import java.util.List;
import java.util.SortedMap;
import org.emoglot.classifier.Confidence;
import org.emoglot.protocol.AuditRecord;
import org.emoglot.provenance.Provenance;

/**
 * All that is known of a committee; the content of its provenance.json. Its members have the
 * records of their runs.
 *
 * @param members in the order of the committee
 * @param labels emotions told apart
 * @param parameters number of values in all members
 * @param validation the clips that fitted the confidence, and the figures of the committee on them
 * @param confidence how far to trust the answers of the committee
 * @param audit every access to audio
 * @param provenance versions, machine, commit, manifests
 */
public record JoinRecord(
    List<Member> members,
    List<String> labels,
    long parameters,
    Validation validation,
    Confidence confidence,
    AuditRecord audit,
    Provenance provenance) {

  public JoinRecord {
    members = List.copyOf(members);
    labels = List.copyOf(labels);
  }

  /**
   * A model that was joined.
   *
   * @param model its folder, as it was named
   * @param sha256 of its weights
   * @param task that it was trained for
   * @param system that trained it
   * @param seed of its training
   * @param protocolHash of the utterances in every stage of its training
   * @param settingsHash of its hyper-parameters
   * @param validationUar its mean UAR over the training languages, in [0, 1]
   */
  public record Member(
      String model,
      String sha256,
      String task,
      String system,
      long seed,
      String protocolHash,
      String settingsHash,
      double validationUar) {}

  /**
   * The validation utterances of the training languages. The members' best weights were chosen on
   * them, so a UAR on them is no measure of a new language or speaker.
   *
   * @param utterances how many
   * @param uar mean over the languages, in [0, 1]
   * @param uarByLanguage by language code
   */
  public record Validation(int utterances, double uar, SortedMap<String, Double> uarByLanguage) {}
}
