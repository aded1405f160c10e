package org.emoglot.committee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.emoglot.experiment.ModelCard;
import org.emoglot.experiment.RunRecord;
import org.emoglot.io.Markup;
import org.emoglot.protocol.HeardDeclaration;

/** The README.md of a committee: what it is, its members, and what is known about it. */
final class CommitteeCard {

  private CommitteeCard() {}

  static String of(List<MemberRun> runs, HeardDeclaration heard, JoinRecord record) {
    MemberRun first = runs.get(0);
    StringBuilder card =
        new StringBuilder(ModelCard.header(first.plan(), first.record().baseModel()));
    card.append(
        "# Committee of %d emotion classifiers, %s\n\n"
            .formatted(runs.size(), first.record().task()));
    card.append(
        "Recognises %s in speech: the mean of the probabilities of %d models (%s) that were trained on the same languages. What they have heard%s: %s.\n\n"
            .formatted(
                Markup.markdown(String.join(", ", record.labels())),
                runs.size(),
                String.join(
                    ", ", runs.stream().map(run -> run.record().system()).distinct().toList()),
                heard.declared() ? "" : " according to their declarations, which may be incomplete",
                Markup.markdown(
                    String.join(
                        ", ",
                        heard.heard().stream()
                            .map(h -> h.corpus())
                            .distinct()
                            .sorted()
                            .toList()))));
    card.append("## Members\n\n");
    card.append("| folder | system | seed | validation UAR | UAR on the target, alone |\n");
    card.append("|---|---|---|---|---|\n");
    for (int i = 0; i < runs.size(); i++) {
      JoinRecord.Member member = record.members().get(i);
      card.append(
          "| members/%d | `%s` | %d | %s | %s |%n"
              .formatted(
                  i,
                  member.system(),
                  member.seed(),
                  percent(member.validationUar()),
                  onTarget(runs.get(i).record())));
    }
    card.append(
        "\nThe validation UAR of the committee is %s, a mean over the languages (%s) of %d clips that also chose the weights of the members. `emoglot evaluate` measures it on a manifest.\n"
            .formatted(
                percent(record.validation().uar()),
                String.join(", ", record.validation().uarByLanguage().keySet()),
                record.validation().utterances()));
    card.append("\n## Limits\n\n").append(ModelCard.LIMITS).append("\n\n## How it was made\n\n");
    card.append("- temperature: `%s`\n".formatted(number(record.confidence().temperature())));
    card.append("- uncertain below: `%s`\n".formatted(number(record.confidence().rejectBelow())));
    card.append(
        "- answer sets: `%s`\n".formatted(ModelCard.sets(record.confidence().answerSets())));
    card.append("- calibration: `%s`\n".formatted(record.confidence().calibration().id()));
    for (int i = 0; i < runs.size(); i++) {
      card.append("- weights of members/%d: `%s`\n".formatted(i, record.members().get(i).sha256()));
    }
    card.append(
        "\n"
            + "`provenance.json` says how the members were joined; their folders have their own"
            + " cards and provenance.\n");
    return card.toString();
  }

  /** On the widest set of its target. */
  private static String onTarget(MemberRecord run) {
    for (String set : RunRecord.sets()) {
      JsonNode result = run.results().path(set);
      if (!result.isMissingNode()) {
        return "%s (%s, %s to %s)"
            .formatted(
                percent(result.path("uar").asDouble()),
                set,
                percent(result.path("uarLow").asDouble()),
                percent(result.path("uarHigh").asDouble()));
      }
    }
    return "-";
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f", 100 * share);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
