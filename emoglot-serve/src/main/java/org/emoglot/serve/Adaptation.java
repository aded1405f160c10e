package org.emoglot.serve;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.classifier.AdaptingClassifier;
import org.emoglot.classifier.Timeline;
import org.emoglot.classifier.UnlabelledSample;
import org.emoglot.data.LabelSet;
import org.emoglot.unlabelled.LogitShift;

/**
 * What a model has learned of the recordings of somebody, without a label: a few numbers, and no
 * audio. May be shared by threads.
 */
interface Adaptation {

  /** The name by which clients ask for it. */
  String id();

  /** The model that it is of. */
  ServedModel model();

  /** From the answer of the model as it was trained; a running adaptation learns from it. */
  Timeline next(Timeline unadapted);

  /** From the answer of the model as it was trained, of which nothing is learned. */
  Timeline shifted(Timeline unadapted);

  /** What clients may know of it. */
  Map<String, Object> document();

  /** One that stays as it is. */
  static Adaptation fixed(String id, ServedModel model, UnlabelledSample sample, Instant created) {
    LogitShift shift = sample.shift();
    return new Fixed(
        id,
        model,
        sample,
        shift,
        Adaptation.document(id, model, false, created, shift, sample.silent(), sample.notes()));
  }

  /** One that learns from every answer that it is asked for. */
  static Adaptation running(String id, ServedModel model, Instant created) {
    return new Running(id, model, AdaptingClassifier.of(model.classifier()), created);
  }

  private static Map<String, Object> document(
      String id,
      ServedModel model,
      boolean running,
      Instant created,
      LogitShift shift,
      int silent,
      List<String> notes) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id);
    document.put("model", model.id());
    document.put("running", running);
    document.put("created", created.toString());
    document.put("clips", shift.clips());
    document.put("without_speech", silent);
    document.put("counts_as", shift.weight());
    LabelSet labels = model.classifier().labels();
    Map<String, Double> change = new LinkedHashMap<>();
    for (int k = 0; k < labels.size(); k++) {
      change.put(labels.name(k), 0.0 - shift.values()[k]);
    }
    document.put("logit_change", change);
    document.put("notes", notes);
    return document;
  }

  /**
   * Of recordings that were given at once.
   *
   * @param sample no longer changed
   */
  record Fixed(
      String id,
      ServedModel model,
      UnlabelledSample sample,
      LogitShift shift,
      Map<String, Object> document)
      implements Adaptation {

    @Override
    public Timeline next(Timeline unadapted) {
      return shifted(unadapted);
    }

    @Override
    public Timeline shifted(Timeline unadapted) {
      return sample.adapted(unadapted, shift);
    }
  }

  /** Of a session. */
  record Running(String id, ServedModel model, AdaptingClassifier session, Instant created)
      implements Adaptation {

    @Override
    public Timeline next(Timeline unadapted) {
      return session.next(unadapted);
    }

    @Override
    public Timeline shifted(Timeline unadapted) {
      return session.shifted(unadapted);
    }

    @Override
    public Map<String, Object> document() {
      return Adaptation.document(
          id, model, true, created, session.shift(), session.silent(), session.notes());
    }
  }
}
