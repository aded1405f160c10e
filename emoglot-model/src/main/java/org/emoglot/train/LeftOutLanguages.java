package org.emoglot.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.network.BatchedInference;
import org.emoglot.representation.SoftmaxRegression;

/**
 * What a fitted head says of languages that it has not learned from: for one training language
 * after the other, head and standardisation are fitted without it, to what the final head learns
 * from, and answer its clips. Only training and validation clips take part, which are prepared
 * already.
 *
 * @param utterances the training and validation clips of every language that was left out
 * @param logits of each, (K)
 */
public record LeftOutLanguages(List<Utterance> utterances, List<float[]> logits) {

  /** With fewer there is nothing to learn from, or nothing to compare. */
  private static final int FEWEST = 2;

  public LeftOutLanguages {
    utterances = List.copyOf(utterances);
    logits = List.copyOf(logits);
  }

  /**
   * Leaves out each of some languages, unless none of the others has some emotion.
   *
   * @param task whose network is left with the head of the last fit: train it afterwards
   * @param candidates languages of the training clips
   * @param watched told after each language how many were left out, of how many
   * @return nothing where the head is not fitted, or fewer than two languages can be left out
   */
  public static Optional<LeftOutLanguages> of(
      TrainingTask task, List<Language> candidates, BiConsumer<Integer, Integer> watched) {
    List<Language> languages = among(task.data(), candidates);
    if (task.config().head() != Head.FITTED || languages.isEmpty()) {
      return Optional.empty();
    }
    List<Utterance> utterances = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    for (Language language : languages) {
      HeadFit.fit(task, others(task.learned(), language), SoftmaxRegression.NEAR);
      List<Utterance> ofLanguage =
          task.data().all().stream()
              .filter(utterance -> utterance.language().equals(language))
              .toList();
      utterances.addAll(ofLanguage);
      new BatchedInference(task.network())
          .answerViews(ofLanguage.stream().map(task.clips()::viewsOf).toList())
          .forEach(answer -> logits.add(answer.logits()));
      watched.accept(languages.indexOf(language) + 1, languages.size());
    }
    return Optional.of(new LeftOutLanguages(utterances, logits));
  }

  /** The answers to some of the languages. */
  public LeftOutLanguages only(Predicate<Language> which) {
    List<Integer> kept =
        IntStream.range(0, utterances.size())
            .filter(i -> which.test(utterances.get(i).language()))
            .boxed()
            .toList();
    return new LeftOutLanguages(
        kept.stream().map(utterances::get).toList(), kept.stream().map(logits::get).toList());
  }

  /** Those of some languages that can be left out; none where there are too few of them. */
  public static List<Language> among(TrainingSet data, List<Language> candidates) {
    List<Language> found =
        candidates.stream().filter(language -> canBeLeftOut(data, language)).toList();
    return found.size() < FEWEST ? List.of() : found;
  }

  private static List<Utterance> others(List<Utterance> utterances, Language language) {
    return utterances.stream().filter(u -> !u.language().equals(language)).toList();
  }

  private static boolean canBeLeftOut(TrainingSet data, Language language) {
    Set<String> left =
        others(data.training(), language).stream()
            .map(Utterance::label)
            .collect(Collectors.toSet());
    return left.containsAll(data.labels().names());
  }
}
