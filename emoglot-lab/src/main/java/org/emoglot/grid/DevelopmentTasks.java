package org.emoglot.grid;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;
import org.emoglot.corpus.Corpus;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.protocol.Task;

/**
 * The tasks on which a protocol permits the choice of hyper-parameters: those whose target is not a
 * target of the protocol. For the paper's these are the tasks towards Urdu (as a public
 * reproduction reads it); nothing of German, French or Mandarin may choose.
 */
public final class DevelopmentTasks {

  private final String name;
  private final Preset preset;

  /**
   * Those of a preset.
   *
   * @param name of the preset, for messages
   */
  public DevelopmentTasks(String name, Preset preset) {
    this.name = name;
    this.preset = preset;
  }

  /** The languages that the protocol measures on. */
  public SortedSet<String> targets() {
    return preset.settings().stream()
        .flatMap(setting -> Task.parse(setting).target().stream())
        .map(Language::code)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a task may choose. */
  public boolean allow(Task task) {
    return task.target().isPresent() && !targets().contains(task.target().get().code());
  }

  /**
   * Refuses what may not choose.
   *
   * @throws InvalidInputException if the task has no target, or one of the protocol's
   */
  public void require(Task task) {
    if (!allow(task)) {
      throw new InvalidInputException(
          "Expected a development task, whose target is none of the targets %s of the preset %s, found %s: a target must not choose a hyper-parameter, so use another task, such as EN-UR."
              .formatted(String.join(", ", targets()).toUpperCase(Locale.ROOT), name, task));
    }
  }

  /** The targets that are among some utterances. */
  public SortedSet<String> targetsAmong(Collection<Utterance> utterances) {
    SortedSet<String> found =
        utterances.stream()
            .map(utterance -> utterance.language().code())
            .collect(Collectors.toCollection(TreeSet::new));
    found.retainAll(targets());
    return found;
  }

  /**
   * The protocol's own: towards each of its languages that is neither source nor target, from each
   * of its sources.
   *
   * @throws InvalidInputException if its corpora have no such language
   */
  public List<String> all() {
    SortedSet<String> sources =
        preset.settings().stream()
            .flatMap(setting -> Task.parse(setting).source().stream())
            .map(Language::code)
            .collect(Collectors.toCollection(TreeSet::new));
    List<String> free =
        preset.corpora().stream()
            .map(corpus -> Corpus.of(corpus).language().code())
            .distinct()
            .filter(code -> !targets().contains(code) && !sources.contains(code))
            .toList();
    if (free.size() != 1) {
      throw new InvalidInputException(
          "Expected one language of the preset %s that is neither source nor target, found %s: name a development task with --task."
              .formatted(name, free.isEmpty() ? "none" : free));
    }
    return sources.stream().map(source -> Task.parse(source + "-" + free.get(0)).id()).toList();
  }
}
