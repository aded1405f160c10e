package org.emoglot.serve;

import java.util.Optional;
import java.util.Set;
import org.emoglot.classifier.EmotionClassifier;
import org.emoglot.classifier.Timeline;

/**
 * What a client wants to know of its recordings.
 *
 * @param model that answers
 * @param adaptation of it; none for the model as it is
 * @param top scores of each answer
 * @param segments whether a long recording is searched for segments of speech
 */
record Question(ServedModel model, Optional<Adaptation> adaptation, int top, boolean segments) {

  static final String MODEL = "model";
  static final String ADAPT = "adapt";
  static final String TOP = "top";
  static final String SEGMENTS = "segments";

  /** The parameters that it is made of. */
  static final Set<String> PARAMETERS = Set.of(MODEL, ADAPT, TOP, SEGMENTS);

  /**
   * Reads it.
   *
   * @throws Problem if a parameter is not as it should be, or names what there is not
   */
  static Question of(Parameters parameters, ServedModels models, Adaptations adaptations) {
    String id = parameters.text(ADAPT);
    Optional<Adaptation> adaptation =
        id.isEmpty() ? Optional.empty() : Optional.of(adaptations.get(id));
    String named = parameters.text(MODEL);
    ServedModel model =
        named.isEmpty() && adaptation.isPresent() ? adaptation.get().model() : models.get(named);
    if (adaptation.isPresent() && !adaptation.get().model().equals(model)) {
      throw Problem.field(
          MODEL, "the model of the adaptation, " + adaptation.get().model().id(), named);
    }
    int labels = model.classifier().labels().size();
    return new Question(
        model,
        adaptation,
        parameters.number(TOP, 1, Math.max(labels, 1000), labels),
        parameters.choice(SEGMENTS, "auto", "off").equals("auto"));
  }

  /** What is asked; an adaptation is of the model as it was trained. */
  EmotionClassifier classifier() {
    return adaptation.isPresent() ? model.classifier().unadapted() : model.classifier();
  }

  /** From the answer of {@link #classifier} to the one that is given. */
  Timeline answer(Timeline found) {
    return adaptation.map(one -> one.next(found)).orElse(found);
  }
}
