package org.emoglot.protocol;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.HeardClips;

/**
 * Whether a backbone or start model knew the target before training began. Every table marks its
 * result with {@link #mark}.
 *
 * @param mark the strongest finding
 * @param heard the declared corpora that concern the target
 * @param copies whether clips of the target are among those that it heard, under whatever names
 */
public record HeardCheck(Mark mark, List<Heard> heard, HeardCopies copies) {

  /** What a table says about the target; the stronger, the later. */
  public enum Mark {
    /** Declared, and nothing of the target language in it. */
    UNHEARD(""),
    /** The model does not say what it has heard. */
    UNDECLARED("undeclared"),
    /** Speech of the target language, but not of its corpus, without labels. */
    LANGUAGE_HEARD("language heard unlabelled"),
    /** The target's corpus, without labels. */
    HEARD_UNLABELLED("heard unlabelled"),
    /** The target's corpus, or any of its language, with labels; or copies of its clips. */
    HEARD("heard");

    private final String text;

    Mark(String text) {
      this.text = text;
    }

    /** As it stands in tables; empty for {@link #UNHEARD}. */
    public String text() {
      return text;
    }
  }

  public HeardCheck {
    heard = List.copyOf(heard);
  }

  /** By what is declared alone. */
  public HeardCheck(Mark mark, List<Heard> heard) {
    this(mark, heard, HeardCopies.UNKNOWN);
  }

  /** With the copies that were found; one is enough for the strongest mark. */
  public HeardCheck with(HeardCopies found) {
    return new HeardCheck(found.found() > 0 ? Mark.HEARD : mark, heard, found);
  }

  /**
   * Checks a plan against what a model declares, and against what it keeps of the clips that it
   * heard, by the manifests alone.
   *
   * @param allowed ids of corpora that may have been heard
   * @throws InvalidInputException naming the corpus, or both clips
   */
  public static HeardCheck of(
      Plan plan, HeardDeclaration declaration, HeardClips clips, Set<String> allowed) {
    HeardCheck check = of(plan, declaration, allowed);
    HeardClips others =
        new HeardClips(
            clips.all(),
            clips.clips().stream()
                .filter(clip -> !allowed.contains(clip.id().split("/", 2)[0]))
                .toList());
    HeardCopies refused = HeardCopies.of(others, plan.evaluation());
    if (plan.transfers() && refused.found() > 0) {
      throw new InvalidInputException(
          "Expected a model that never heard the target of %s, found that it heard %d of its clips under other names (%s); take another model, or allow the corpus that it heard by name and have the result marked."
              .formatted(plan.task(), refused.found(), refused.examples().get(0)));
    }
    return check.with(HeardCopies.of(clips, plan.evaluation()));
  }

  /**
   * Checks a plan against what a model declares.
   *
   * <p>A zero-shot or few-shot plan is refused if the target's corpus is among what was heard, or
   * labelled speech of the target language, unless that corpus is allowed. Unlabelled speech of the
   * language in another corpus is only marked: that is what a language-matched backbone has heard.
   * The upper bound is marked and never refused.
   *
   * @param allowed ids of corpora that may have been heard
   * @throws InvalidInputException naming the corpus
   */
  public static HeardCheck of(Plan plan, HeardDeclaration declaration, Set<String> allowed) {
    Set<Language> target = plan.task().target().map(Set::of).orElse(Set.of());
    List<String> corpora = plan.targetCorpora();
    HeardCheck check = of(target, corpora, declaration);
    for (Heard heard : check.heard()) {
      if (plan.transfers()
          && (heard.labelled() || corpora.contains(heard.corpus()))
          && !allowed.contains(heard.corpus())) {
        throw new InvalidInputException(
            "Expected a model that never heard the target of %s, found that it declares %s (%s);"
                    .formatted(
                        plan.task(),
                        heard.corpus(),
                        heard.labelled() ? "with labels" : "without labels")
                + " take another model, or allow "
                + heard.corpus()
                + " by name and have the result marked.");
      }
    }
    return check;
  }

  /**
   * What a trained model had heard of the utterances that it is measured on; nothing is refused.
   */
  public static HeardCheck of(Collection<Utterance> evaluated, HeardDeclaration declaration) {
    return of(
        evaluated.stream().map(Utterance::language).collect(Collectors.toSet()),
        evaluated.stream().map(Utterance::corpus).collect(Collectors.toSet()),
        declaration);
  }

  private static HeardCheck of(
      Set<Language> languages, Collection<String> corpora, HeardDeclaration declaration) {
    List<Heard> concerning =
        declaration.heard().stream()
            .filter(
                heard -> languages.contains(heard.language()) || corpora.contains(heard.corpus()))
            .toList();
    Mark mark =
        concerning.stream()
            .map(heard -> mark(heard, corpora))
            .max(Mark::compareTo)
            .orElse(declaration.declared() ? Mark.UNHEARD : Mark.UNDECLARED);
    return new HeardCheck(mark, concerning);
  }

  private static Mark mark(Heard heard, Collection<String> corpora) {
    if (heard.labelled()) {
      return Mark.HEARD;
    }
    return corpora.contains(heard.corpus()) ? Mark.HEARD_UNLABELLED : Mark.LANGUAGE_HEARD;
  }
}
