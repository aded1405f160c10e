package org.emoglot.protocol;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.emoglot.data.Language;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Copy;
import org.emoglot.fingerprint.CopyFinder;

/**
 * The proof, before a run starts, that it learns from nothing of the target except permitted shots.
 *
 * @param zeroShot whether the plan is held to the zero-shot rule; a few-shot plan is held to it
 *     beside its shots, and the upper bound is only held to disjoint utterances and files
 * @param checks what was compared, all passed
 */
public record IsolationCheck(boolean zeroShot, List<Check> checks) {

  /**
   * One comparison of training and validation with the target.
   *
   * @param what is compared
   * @param seen how many different ones training and validation have
   * @param target how many different ones the target has
   */
  public record Check(String what, int seen, int target) {}

  public IsolationCheck {
    checks = List.copyOf(checks);
  }

  /**
   * Checks a plan, without opening any audio. Identical samples under other names are found by the
   * hashes that manifests carry, changed copies by their fingerprints, and both are compared only
   * where both sides carry some; the upper bound may have them, since a corpus may hold a clip
   * twice.
   *
   * @throws IsolationViolation naming the first utterance on both sides
   */
  public static IsolationCheck of(Plan plan) {
    List<Check> checks = new ArrayList<>();
    List<Utterance> seen = new ArrayList<>(plan.training());
    seen.addAll(plan.validation());
    if (plan.transfers()) {
      String language = plan.task().target().orElseThrow().code();
      Set<Utterance> permitted = Set.copyOf(plan.shots().utterances());
      List<Utterance> others = seen.stream().filter(u -> !permitted.contains(u)).toList();
      String beside = permitted.isEmpty() ? "" : " beside the shots";
      checks.add(
          disjoint(plan, others, "language" + beside, u -> u.language().code(), Set.of(language)));
      checks.add(disjoint(plan, others, "corpus" + beside, Utterance::corpus, corpora(plan)));
      permitted.forEach(shot -> requireShot(plan, shot));
    }
    checks.add(disjoint(plan, seen, "utterance id", Utterance::id, Set.of()));
    checks.add(
        disjoint(plan, seen, "audio file", u -> RealPaths.of(u.path()).toString(), Set.of()));
    if (plan.transfers()) {
      Check content = disjoint(plan, seen, "audio content", Utterance::audioHash, Set.of());
      if (content.seen() > 0 && content.target() > 0) {
        checks.add(content);
      }
      fingerprints(plan, seen).ifPresent(checks::add);
    }
    return new IsolationCheck(plan.zeroShot(), checks);
  }

  /** Compares where both sides have fingerprints; a copy need not be the same to the bit. */
  private static Optional<Check> fingerprints(Plan plan, List<Utterance> seen) {
    CopyFinder target = new CopyFinder(plan.evaluation().stream().map(Utterance::print).toList());
    List<ClipPrint> known =
        seen.stream().map(Utterance::print).filter(clip -> !clip.fingerprint().isNone()).toList();
    for (ClipPrint clip : known) {
      target.find(clip).ifPresent(copy -> refuse(plan, copy));
    }
    return known.isEmpty() || target.fingerprints() == 0
        ? Optional.empty()
        : Optional.of(new Check("acoustic fingerprint", known.size(), target.fingerprints()));
  }

  private static void refuse(Plan plan, Copy copy) {
    throw new IsolationViolation(copied(plan, copy.text()));
  }

  /** What is wrong with a plan that holds copies of its target. */
  static String copied(Plan plan, String copies) {
    return "Expected no audio of the target %s in training or validation of %s, found that %s: remove the copies from the manifests."
        .formatted(plan.task().target().map(Language::code).orElse(""), plan.system(), copies);
  }

  /** A corpus with only shots still belongs to the target. */
  private static Set<String> corpora(Plan plan) {
    return plan.shots().utterances().stream().map(Utterance::corpus).collect(Collectors.toSet());
  }

  /** Only the target's training split may give shots: the others are measured on. */
  private static void requireShot(Plan plan, Utterance shot) {
    if (shot.split() != Split.TRAIN
        || plan.task().target().stream().noneMatch(shot.language()::equals)) {
      throw new IsolationViolation(
          "Expected shots from the training split of the target of %s, found %s (%s, %s)."
              .formatted(plan.task(), shot.id(), shot.language(), shot.split().id()));
    }
  }

  /**
   * Compares a property of both sides; {@code always} belongs to the target in any case. An empty
   * text is unknown, and equals no other.
   */
  private static Check disjoint(
      Plan plan,
      List<Utterance> utterances,
      String what,
      Function<Utterance, String> property,
      Set<String> always) {
    Map<String, Utterance> seen = new HashMap<>();
    utterances.forEach(u -> seen.putIfAbsent(property.apply(u), u));
    SortedMap<String, String> target = new TreeMap<>();
    plan.evaluation().forEach(u -> target.putIfAbsent(property.apply(u), u.id()));
    always.forEach(value -> target.putIfAbsent(value, ""));
    seen.remove("");
    target.remove("");
    target.forEach(
        (value, id) -> {
          Utterance utterance = seen.get(value);
          if (utterance != null) {
            throw new IsolationViolation(
                "Expected no %s of the target %s in training or validation of %s, found %s (%s)%s."
                    .formatted(
                        what,
                        plan.task().target().map(Language::code).orElse(""),
                        plan.system(),
                        value,
                        utterance.id(),
                        id.isEmpty() || id.equals(utterance.id())
                            ? ""
                            : ", which is that of " + id));
          }
        });
    return new Check(what, seen.size(), target.size());
  }
}
