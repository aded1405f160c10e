package org.emoglot.unlabelled;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.emoglot.data.LabelSet;
import org.emoglot.io.SignedText;

/** What can be told of a sample without labels, in sentences. */
public final class SampleNote {

  /** With fewer clips, the model stays closer to what it was than to the sample. */
  private static final int FEW = 8;

  /** A share of one emotion that is worth a warning. */
  private static final double MUCH = 0.6;

  private SampleNote() {}

  /**
   * What adapting a model to a sample changes, in two lines.
   *
   * @param model its name or folder
   */
  public static String changes(Object model, LogitShift shift, LabelSet labels) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "Adapted %s to %d unlabelled %s, which count as %.0f.%nLogits change by",
                model,
                shift.clips(),
                shift.clips() == 1 ? "clip" : "clips",
                shift.weight()));
    for (int k = 0; k < labels.size(); k++) {
      text.append(
          "%s %s %s"
              .formatted(k == 0 ? "" : ",", labels.name(k), SignedText.of(-shift.values()[k], 2)));
    }
    return text.append(".%n".formatted()).toString();
  }

  /**
   * What makes a sample less useful than another of its size; nothing where it has all that it
   * needs.
   *
   * @param silent clips of it in which no speech was found, which are not counted
   */
  public static List<String> of(LogitShift shift, int silent, LabelSet labels) {
    List<String> notes = new ArrayList<>();
    if (silent > 0) {
      notes.add(
          "%d of %d clips hold no speech, and are not counted."
              .formatted(silent, silent + shift.clips()));
    }
    if (shift.isNone()) {
      notes.add("Nothing is adapted, since no clip with speech is left.");
      return notes;
    }
    if (shift.changesNothing()) {
      notes.add(
          "Nothing changes: the answers to the clips differ from those to the training corpora no more than these do from each other.");
    }
    if (shift.clips() < FEW) {
      notes.add(
          "A sample of %d is small: 16 to 64 clips of several speakers and emotions help most."
              .formatted(shift.clips()));
    }
    if (shift.variety() < 1) {
      notes.add(
          String.format(
              Locale.ROOT,
              "The clips differ little in emotion, as if most were of one emotion or one speaker: they count as %.0f of %d.",
              shift.weight(),
              shift.clips()));
    }
    for (int k = 0; k < labels.size(); k++) {
      if (shift.shares()[k] >= MUCH) {
        notes.add(
            String.format(
                Locale.ROOT,
                "About %.0f %% of the clips sound %s, which is taken into account: add clips of other emotions.",
                100 * shift.shares()[k],
                labels.name(k)));
      }
    }
    return notes;
  }
}
