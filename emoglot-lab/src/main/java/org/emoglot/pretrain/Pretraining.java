package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Language;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.Sha256;
import org.emoglot.loop.Loop;
import org.emoglot.network.Backbone;
import org.emoglot.protocol.HeardCopies;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.SpeechAudit;
import org.emoglot.provenance.Provenance;
import org.emoglot.run.RunFolder;
import org.emoglot.run.RunKind;
import org.emoglot.run.Stopwatch;
import org.emoglot.selfsupervised.PreparedSpeech;
import org.emoglot.selfsupervised.PretrainingNetwork;
import org.emoglot.selfsupervised.PretrainingValidation;
import org.emoglot.selfsupervised.SpeechLearner;

/**
 * One pretraining, from speech and an encoder to a Hugging Face folder.
 *
 * <p>The {@link RunFolder} holds {@code model/} and {@code pretrain.json} when it is done. A killed
 * run resumes from its checkpoint; a finished one is not repeated.
 */
public final class Pretraining {

  public static final String MODEL_FOLDER = RunFolder.MODEL;

  private static final RunKind<PretrainingRecord> KIND =
      new RunKind<>(
          "pretraining",
          "the finished pretraining of other speech, settings, backbone or seed",
          PretrainingRecord.FILE,
          PretrainingRecord::read,
          PretrainingRecord::fingerprint,
          List.of(
              MODEL_FOLDER + "/" + EncoderFolder.CONFIG_FILE,
              MODEL_FOLDER + "/" + EncoderFolder.WEIGHTS_FILE));

  private final PretrainingRequest request;
  private final AudioSource audio;
  private final PretrainingListener listener;
  private final SpeechAudit audit;
  private final Stopwatch stopwatch = new Stopwatch();

  private Pretraining(
      PretrainingRequest request, AudioSource source, PretrainingListener listener) {
    this.request = request;
    this.listener = listener;
    this.audit =
        new SpeechAudit(Speech.audible(request), Speech.withheld(request), request.excluded());
    this.audio = audit.auditing(source);
  }

  /**
   * Runs it.
   *
   * @param source where clips are read from; nothing of an excluded language is
   * @return the record that is also written to {@code pretrain.json}
   * @throws InvalidInputException if the request cannot be run
   * @throws org.emoglot.protocol.IsolationViolation if a file of an excluded language would be
   *     opened under another name
   */
  public static PretrainingRecord run(
      PretrainingRequest request, AudioSource source, PretrainingListener listener) {
    Pretraining pretraining = new Pretraining(request, source, listener);
    try (RunFolder<PretrainingRecord> folder = RunFolder.take(request.out(), KIND)) {
      return pretraining.run(folder);
    }
  }

  private PretrainingRecord run(RunFolder<PretrainingRecord> folder) {
    Backbone backbone = Start.backbone(request);
    try (PretrainingNetwork network = Start.network(request, backbone, listener)) {
      network.setPrecision(request.settings().precision()); // before anything is computed
      Speech speech = stopwatch.time("reading", () -> Speech.gather(request, audio, listener));
      String fingerprint = fingerprint(speech, backbone);
      Optional<PretrainingRecord> finished =
          folder.finished(fingerprint, speech.clips(), audio, listener::message);
      if (finished.isPresent()) {
        return finished.get();
      }
      Loop.requireResumable(folder.checkpoint(), fingerprint);
      folder.removeLeftovers();
      folder.audit(SpeechAudit.State.class).ifPresent(audit::resume);
      remarkOnHeard(backbone);
      List<PretrainingValidation> validations =
          stopwatch.time("pretraining", () -> pretrain(network, speech, fingerprint, folder));
      PretrainingRecord record = record(network, backbone, speech, fingerprint, validations);
      PretrainedFolder.save(
          network,
          record,
          request.settings().contrastive(),
          backbone.heardClips().and(audit.opened()),
          folder.file(MODEL_FOLDER));
      folder.finish(record, speech.clips(), audit.state().samples());
      return record;
    }
  }

  /** Of everything that decides the result. */
  private String fingerprint(Speech speech, Backbone backbone) {
    return Sha256.of(
        String.join(
            "\n",
            speech.fingerprint(),
            request.excluded().stream().map(Language::code).sorted().toList().toString(),
            request.acting().hash(),
            backbone.origin().name(),
            backbone.origin().sha256(),
            String.valueOf(request.seed())));
  }

  private void remarkOnHeard(Backbone backbone) {
    List<String> heard =
        backbone.heard().heard().stream()
            .filter(item -> request.excluded().contains(item.language()))
            .map(HeardCorpus::corpus)
            .toList();
    if (!heard.isEmpty()) {
      listener.message(
          "The backbone declares that it has heard %s, which is of an excluded language; the result will declare it too."
              .formatted(String.join(", ", heard)));
    }
    HeardCopies copies =
        HeardCopies.of(
            backbone.heardClips(),
            request.utterances().stream()
                .filter(u -> request.excluded().contains(u.language()))
                .toList());
    if (copies.found() > 0) {
      listener.message(
          "The backbone has heard %d clips of the excluded languages (%s); the result lists them too."
              .formatted(copies.found(), copies.examples().get(0)));
    }
  }

  private List<PretrainingValidation> pretrain(
      PretrainingNetwork network, Speech speech, String fingerprint, RunFolder<?> folder) {
    PretrainingSettings settings = request.settings();
    PreparedSpeech clips = new PreparedSpeech(network, audio, settings.training().cacheMegabytes());
    PretrainingListener keepAudit =
        new PretrainingListener() {
          @Override
          public void beforeCheckpoint() {
            folder.keepAudit(audit.state());
          }
        };
    return Loop.run(
        new SpeechLearner(
            network,
            clips,
            speech.training(),
            speech.validation(),
            settings.selfSupervision(),
            request.seed()),
        settings.training().loop(),
        folder.checkpoint(),
        fingerprint,
        List.of(keepAudit, listener));
  }

  private PretrainingRecord record(
      PretrainingNetwork network,
      Backbone backbone,
      Speech speech,
      String fingerprint,
      List<PretrainingValidation> validations) {
    Map<String, Integer> data = new LinkedHashMap<>();
    data.put("training", speech.training().size());
    data.put("validation", speech.validation().size());
    return new PretrainingRecord(
        RunRecord.SCHEMA,
        fingerprint,
        request.seed(),
        backbone.origin(),
        speech.and(backbone.heard()),
        data,
        speech.hours(),
        speech.leftOut(),
        validations,
        network.counts(),
        audit.log(),
        request.acting(),
        request.acting().hash(),
        stopwatch.seconds(),
        Provenance.capture(
            Path.of(System.getProperty("emoglot.home", "")),
            request.seed(),
            request.manifestFingerprints()));
  }
}
