package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.emoglot.data.LabelSet;
import org.emoglot.io.Markup;
import org.emoglot.io.SignedText;
import org.emoglot.unlabelled.LogitShift;

/** The README.md of an adapted model. */
public final class AdaptedCard {

  private AdaptedCard() {}

  /**
   * Writes it.
   *
   * @param recordings files of the sample, which may hold several clips each
   */
  public static String of(Path base, LabelSet labels, UnlabelledSample sample, int recordings) {
    LogitShift shift = sample.shift();
    StringBuilder card =
        new StringBuilder(
            "---\nlibrary_name: emoglot\npipeline_tag: audio-classification\nlicense: other\n"
                + "tags:\n- speech-emotion-recognition\n---\n\n# Emotion classifier, adapted ("
                + shift.clips()
                + " unlabelled clips)\n\n");
    card.append(
        "The model `%s`, adapted to %d recordings without labels. Figures of it are neither zero-shot nor few-shot: they belong to the tier `adapted (%d unlabelled clips)`, and not to clips that are listed in config.json.\n\n"
            .formatted(
                Markup.markdown(String.valueOf(base.getFileName())), recordings, shift.clips()));
    card.append("| emotion | share of the sample, as far as can be told | change of its logit |\n");
    card.append("|---|---|---|\n");
    for (int k = 0; k < labels.size(); k++) {
      card.append(
          String.format(
              Locale.ROOT,
              "| %s | %.0f %% | %s |%n",
              Markup.markdown(labels.name(k)),
              100 * shift.shares()[k],
              SignedText.of(-shift.values()[k], 3)));
    }
    List<String> notes = sample.notes();
    if (!notes.isEmpty()) {
      card.append("\n## What limits the sample\n\n");
      notes.forEach(note -> card.append("- ").append(Markup.markdown(note)).append('\n'));
    }
    card.append(
        "\nLimits and licence are those of the model, whose folder this one needs: see its card.\n");
    return card.toString();
  }
}
