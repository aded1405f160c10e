package org.emoglot.protocol;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.HeardClips;

/**
 * Whether a backbone or start model knew the target before training began. Every table marks its
 * result with {@link #mark}.
 *
 * @param mark the strongest finding
 * @param heard the declared corpora that concern the target
 * @param copies whether it heard clips of the target, under any names
 */
public record HeardCheck(Mark mark, List<HeardCorpus> heard, HeardCopies copies) {

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

    /** Its text in tables; empty for {@link #UNHEARD}. */
    public String text() {
      return text;
    }
  }

  public HeardCheck {
    heard = List.copyOf(heard);
  }

  /** By the declaration only. */
  public HeardCheck(Mark mark, List<HeardCorpus> heard) {
    this(mark, heard, HeardCopies.UNKNOWN);
  }

  /**
   * With the copies that were found; one is enough for the strongest mark, unless the model
   * declares that it heard the target's corpus without labels.
   */
  public HeardCheck with(HeardCopies found) {
    boolean more = found.found() > 0 && mark != Mark.HEARD_UNLABELLED;
    return new HeardCheck(more ? Mark.HEARD : mark, heard, found);
  }

  /**
   * Checks a plan against the declaration of a model and against its heard clips, by the manifests
   * only.
   *
   * @param allowed ids of corpora that may have been heard
   * @throws InvalidInputException naming the corpus, or both clips
   */
  public static HeardCheck of(
      Plan plan, HeardDeclaration declaration, HeardClips clips, Set<String> allowed) {
    HeardCheck check = of(plan, declaration, allowed);
    requireUnheard(plan, HeardCopies.of(others(clips, allowed), plan.evaluation()));
    return check.with(HeardCopies.of(clips, plan.evaluation()));
  }

  /** The clips that a model heard in corpora that it may not have heard. */
  private static HeardClips others(HeardClips clips, Set<String> allowed) {
    return new HeardClips(
        clips.all(),
        clips.clips().stream()
            .filter(clip -> !allowed.contains(clip.id().split("/", 2)[0]))
            .toList());
  }

  private static void requireUnheard(Plan plan, HeardCopies copies) {
    if (plan.transfers() && copies.found() > 0) {
      throw new InvalidInputException(
          "Expected a model that has not heard the target of %s, found that it has heard %d of its clips under other names (%s): use another model, or allow the corpus by name, which marks the result."
              .formatted(plan.task(), copies.found(), copies.examples().get(0)));
    }
  }

  /** The same check of a plan, of clips as they are opened, whatever their manifests say. */
  public static final class Opened {
    private final Plan plan;
    private final HeardCopies.Watch all;
    private final HeardCopies.Watch refused;

    /**
     * @param clips that the model heard
     * @param allowed ids of corpora that may have been heard
     */
    public Opened(Plan plan, HeardClips clips, Set<String> allowed) {
      this.plan = plan;
      this.all = new HeardCopies.Watch(clips, plan.evaluation());
      this.refused = new HeardCopies.Watch(others(clips, allowed), plan.evaluation());
    }

    /** The same source of the target's clips, watched. */
    public AudioSource watching(AudioSource source) {
      return refused.watching(all.watching(source));
    }

    /**
     * What is known now that the target has been opened.
     *
     * @param before by the manifests
     * @throws InvalidInputException naming both clips
     */
    public HeardCheck after(HeardCheck before) {
      requireUnheard(plan, refused.found());
      return before.with(all.found());
    }
  }

  /**
   * Checks a plan against what a model declares.
   *
   * <p>A zero-shot or few-shot plan is refused if the target's corpus is among what was heard, or
   * labelled speech of the target language, unless that corpus is allowed. Unlabelled speech of the
   * language in another corpus is only marked: a language-matched backbone has heard such speech.
   * The upper bound is marked and never refused.
   *
   * @param allowed ids of corpora that may have been heard
   * @throws InvalidInputException naming the corpus
   */
  public static HeardCheck of(Plan plan, HeardDeclaration declaration, Set<String> allowed) {
    Set<Language> target = plan.task().target().map(Set::of).orElse(Set.of());
    List<String> corpora = plan.targetCorpora();
    HeardCheck check = of(target, corpora, declaration);
    for (HeardCorpus heard : check.heard()) {
      if (plan.transfers()
          && (heard.labelled() || corpora.contains(heard.corpus()))
          && !allowed.contains(heard.corpus())) {
        throw new InvalidInputException(
            "Expected a model that has not heard the target of %s, found that it declares %s (%s):"
                    .formatted(
                        plan.task(),
                        heard.corpus(),
                        heard.labelled() ? "with labels" : "without labels")
                + " use another model, or allow "
                + heard.corpus()
                + " by name, which marks the result.");
      }
    }
    return check;
  }

  /** What a trained model had heard of its evaluation utterances; nothing is refused. */
  public static HeardCheck of(Collection<Utterance> evaluated, HeardDeclaration declaration) {
    return of(
        evaluated.stream().map(Utterance::language).collect(Collectors.toSet()),
        evaluated.stream().map(Utterance::corpus).collect(Collectors.toSet()),
        declaration);
  }

  private static HeardCheck of(
      Set<Language> languages, Collection<String> corpora, HeardDeclaration declaration) {
    List<HeardCorpus> concerning =
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

  private static Mark mark(HeardCorpus heard, Collection<String> corpora) {
    if (heard.labelled()) {
      return Mark.HEARD;
    }
    return corpora.contains(heard.corpus()) ? Mark.HEARD_UNLABELLED : Mark.LANGUAGE_HEARD;
  }
}
