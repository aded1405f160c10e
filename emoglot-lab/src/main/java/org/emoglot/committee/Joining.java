package org.emoglot.committee;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.classifier.ClipStream;
import org.emoglot.classifier.ConfidenceFit;
import org.emoglot.data.LabelSet;
import org.emoglot.data.Language;
import org.emoglot.data.Manifest;
import org.emoglot.data.Utterance;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.io.FreeFolder;
import org.emoglot.metric.Votes;
import org.emoglot.network.Committee;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.network.Members;
import org.emoglot.protocol.AccessAudit;
import org.emoglot.protocol.Phase;
import org.emoglot.protocol.Plan;
import org.emoglot.provenance.Provenance;
import org.emoglot.train.LanguageUar;
import org.emoglot.unlabelled.SourceLogits;

/**
 * Joins trained models to a committee.
 *
 * <p>Temperature and threshold are fitted as for a single model ({@link ConfidenceFit}): on the
 * validation utterances of the members' own trainings, which are of the languages that they trained
 * on. Nothing else is opened, as an audit of the plan checks; a target stays unseen.
 */
public final class Joining {

  private final JoinRequest request;
  private final ExperimentListener listener;
  private final Members members;
  private final List<MemberRun> runs;
  private final List<Utterance> validation;

  private Joining(JoinRequest request, ExperimentListener listener) {
    this.request = request;
    this.listener = listener;
    this.members = Members.of(request.models());
    Manifest manifest = among(request.manifest(), members.labels());
    this.runs =
        request.models().stream()
            .map(model -> MemberRun.of(model, members.labels(), manifest))
            .toList();
    this.validation = runs.get(0).plan().validation();
    for (MemberRun run : runs) {
      if (!run.validationIds().equals(runs.get(0).validationIds())) {
        throw new InvalidInputException(
            "Expected models that were validated on the same utterances, found others for %s (%s) than for %s (%s): join models of one task."
                .formatted(
                    run.model(),
                    run.record().task(),
                    runs.get(0).model(),
                    runs.get(0).record().task()));
      }
    }
  }

  /** What was trained on with fewer emotions than the manifests have left the others aside. */
  private static Manifest among(Manifest manifest, LabelSet labels) {
    return new Manifest(
        manifest.utterances().stream().filter(u -> labels.names().contains(u.label())).toList());
  }

  /**
   * Joins and writes them.
   *
   * @param audio where clips are read from; only the validation clips are
   * @return the record that is also written to {@code provenance.json}
   * @throws InvalidInputException if the models do not belong together, the manifests are not those
   *     of their trainings, or there is something at the folder to write
   */
  public static JoinRecord run(
      JoinRequest request, AudioSource audio, ExperimentListener listener) {
    FreeFolder.require(request.out());
    return new Joining(request, listener).run(audio);
  }

  private JoinRecord run(AudioSource audio) {
    Plan plan = runs.get(0).plan();
    AccessAudit audit = AccessAudit.of(plan);
    audit.enter(Phase.VALIDATION);
    try (Committee committee = CommitteeFolder.load(members.folders(), members.labels())) {
      List<List<float[]>> votes = votes(committee, audit.auditing(audio));
      List<float[]> pooled = votes.stream().map(Votes::pool).toList();
      int[] truth =
          validation.stream().mapToInt(clip -> members.labels().index(clip.label())).toArray();
      SortedMap<Language, Double> uar = LanguageUar.of(members.labels(), validation, pooled);
      JoinRecord record =
          new JoinRecord(
              members(votes),
              members.labels().names(),
              committee.parameters(),
              new JoinRecord.Validation(validation.size(), LanguageUar.mean(uar), byCode(uar)),
              ConfidenceFit.onValidationClips(
                  pooled, truth, validation.stream().map(Utterance::language).toList()),
              audit.record(),
              Provenance.capture(
                  Path.of(System.getProperty("emoglot.home", "")),
                  runs.get(0).record().seed(),
                  request.manifestFingerprints()));
      CommitteeFolder.save(
          members,
          record.confidence(),
          SourceLogits.of(pooled, truth, validation.stream().map(Utterance::corpus).toList()),
          CommitteeCard.of(runs, members.heard(), record),
          record,
          request.out());
      return record;
    }
  }

  private static SortedMap<String, Double> byCode(SortedMap<Language, Double> uar) {
    SortedMap<String, Double> byCode = new TreeMap<>();
    uar.forEach((language, value) -> byCode.put(language.code(), value));
    return byCode;
  }

  private List<List<float[]>> votes(Committee committee, AudioSource source) {
    List<List<float[]>> votes = new ArrayList<>();
    ClipStream.ask(
        committee::votes,
        source,
        validation.stream().map(Utterance::audio).toList(),
        new ClipStream.Listener<List<float[]>>() {
          @Override
          public void predicted(Path file, List<float[]> vote) {
            votes.add(vote);
            listener.progress("validation clips", votes.size(), validation.size());
          }

          @Override
          public void failed(Path file, InvalidInputException why) {
            throw why; // a confidence of fewer clips would be another
          }
        });
    return votes;
  }

  private List<JoinRecord.Member> members(List<List<float[]>> votes) {
    List<JoinRecord.Member> found = new ArrayList<>();
    for (int m = 0; m < runs.size(); m++) {
      int member = m;
      MemberRun run = runs.get(m);
      found.add(
          new JoinRecord.Member(
              run.model().toString(),
              members.hashes().get(m),
              run.record().task(),
              run.record().system(),
              run.record().seed(),
              run.record().protocolHash(),
              run.record().settingsHash(),
              LanguageUar.mean(
                  LanguageUar.of(
                      members.labels(),
                      validation,
                      votes.stream().map(vote -> vote.get(member)).toList()))));
    }
    return found;
  }
}
