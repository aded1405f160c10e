package org.emoglot.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;

/**
 * A pair of languages, or all languages and one: written {@code EN-DE} or {@code all-DE}; or {@code
 * all}, which trains on all languages and evaluates on none.
 *
 * <p>The source is the language that {@code baseline1} is trained on and that the backbone matches;
 * all languages except source and target are non-target.
 */
public final class Task {

  private static final String ALL = "all";

  private final List<Language> source;
  private final List<Language> target;

  private Task(List<Language> source, List<Language> target) {
    this.source = source;
    this.target = target;
  }

  /**
   * Reads a task; case does not matter, and CN means zh.
   *
   * @throws InvalidInputException if it has another form, or source and target are the same
   */
  public static Task parse(String text) {
    if (text.strip().equalsIgnoreCase(ALL)) {
      return new Task(List.of(), List.of());
    }
    String[] parts = text.strip().split("-", -1);
    if (parts.length != 2 || parts[1].equalsIgnoreCase(ALL)) {
      throw invalid(text, "");
    }
    boolean all = parts[0].equalsIgnoreCase(ALL);
    List<Language> source = all ? List.of() : List.of(language(parts[0], text));
    Language target = language(parts[1], text);
    if (source.contains(target)) {
      throw invalid(text, " (source and target are the same language)");
    }
    return new Task(source, List.of(target));
  }

  private static Language language(String code, String text) {
    try {
      return Language.of(code);
    } catch (InvalidInputException e) {
      throw invalid(text, " ('" + code + "' is not a language code)");
    }
  }

  private static InvalidInputException invalid(String text, String why) {
    return new InvalidInputException(
        "Expected a task such as EN-DE (source-target), all-DE, or all, found '"
            + text
            + "'"
            + why
            + ".");
  }

  /** The source language; none for a task on all languages. */
  public Optional<Language> source() {
    return source.stream().findFirst();
  }

  /** The language that is recognised unseen; none for the task {@code all}. */
  public Optional<Language> target() {
    return target.stream().findFirst();
  }

  /** What {@link #parse} reads. */
  public String id() {
    String left = source().map(language -> upper(language)).orElse(ALL);
    return target().map(language -> left + "-" + upper(language)).orElse(left);
  }

  private static String upper(Language language) {
    return language.code().toUpperCase(Locale.ROOT);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Task task && source.equals(task.source) && target.equals(task.target);
  }

  @Override
  public int hashCode() {
    return Objects.hash(source, target);
  }

  @Override
  public String toString() {
    return id();
  }
}
