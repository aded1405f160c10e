package org.emoglot.protocol;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.io.Sha256;

/**
 * Watches every file that a run opens. An evaluation file opened before the final evaluation, a
 * file that is in no stage of the plan, or one of the target that is not among its shots, fails the
 * run and is in its record.
 *
 * <p>Real paths identify files, so a link hides none, and times identify segments of a file. The
 * samples of each clip are hashed when it is opened: a clip with other samples than its manifest
 * says is refused, and a target clip is found among the training clips even under another name, and
 * a changed copy of one by its acoustic fingerprint. Safe for several threads; the log has the
 * order of their arrival.
 */
public final class AccessAudit {

  private record Planned(Utterance utterance, Stage stage, boolean permitted) {}

  private final Clock clock;
  private final Plan plan;
  private final ClipSamples samples = new ClipSamples();
  private final OpenedCopies copies;
  private final Map<ClipAudio, List<Utterance>> rowsByRealPath = new HashMap<>();
  private final Map<ClipAudio, Planned> plannedByRealPath = new HashMap<>();
  private final Map<ClipAudio, Planned> plannedAsGiven = new HashMap<>();
  private final SortedMap<String, Long> opensByPhase = new TreeMap<>();
  private final SortedMap<String, Long> opensByStage = new TreeMap<>();
  private final SortedMap<String, SortedMap<String, Long>> opensByLanguage = new TreeMap<>();
  private final Map<String, String> seenHashes = new TreeMap<>();
  private final Map<String, String> targetHashes = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private Phase phase = Phase.TRAINING;
  private AuditRecord.TargetOpens target = AuditRecord.TargetOpens.NONE;
  private long opens;
  private String logHash = "";

  private AccessAudit(Plan plan, Clock clock) {
    this.clock = clock;
    this.plan = plan;
    this.copies = new OpenedCopies(plan);
    Set<Path> evaluated = new HashSet<>();
    plan.evaluation().forEach(utterance -> evaluated.add(RealPaths.of(utterance.path())));
    for (Stage stage : Stage.values()) {
      for (Utterance utterance : plan.of(stage)) {
        ClipAudio real = RealPaths.of(utterance.audio());
        samples.expect(utterance.id(), utterance.audioHash());
        rowsByRealPath.computeIfAbsent(real, clip -> new ArrayList<>()).add(utterance);
        // Evaluation wins: a file on both sides is guarded, with all its segments.
        if (stage == Stage.EVALUATION || !evaluated.contains(real.file())) {
          plannedByRealPath.put(
              real,
              new Planned(utterance, stage, stage == Stage.EVALUATION || plan.permits(utterance)));
        }
      }
    }
  }

  /** Watches a run from its beginning, in {@link Phase#TRAINING}. */
  public static AccessAudit of(Plan plan) {
    return of(plan, Clock.systemUTC());
  }

  static AccessAudit of(Plan plan, Clock clock) {
    return new AccessAudit(plan, clock);
  }

  /**
   * Watches a resumed run: counts and log hash continue, and a clip must hold the samples that it
   * held then. The record counts the clips that this process has hashed.
   *
   * @throws IsolationViolation if the earlier process had opened an evaluation file, was not clean,
   *     or watched another plan
   */
  public static AccessAudit resuming(Plan plan, AuditState state) {
    AuditRecord earlier = state.record();
    if (!state.plan().equals(plan.hash())) {
      throw new IsolationViolation(
          "Expected to resume a run of this plan (%.12s), found the audit of another (%.12s): choose another --out."
              .formatted(plan.hash(), state.plan()));
    }
    if (!earlier.clean() || earlier.target().opens() > 0) {
      throw new IsolationViolation(
          "Expected to resume a run that had not opened the target, found %d target accesses and %s."
              .formatted(earlier.target().opens(), earlier.violations()));
    }
    AccessAudit audit = of(plan);
    audit.opens = earlier.opens();
    audit.opensByPhase.putAll(earlier.opensByPhase());
    audit.opensByStage.putAll(earlier.opensByStage());
    earlier
        .opensByLanguage()
        .forEach((phase, counts) -> audit.opensByLanguage.put(phase, new TreeMap<>(counts)));
    audit.logHash = earlier.logHash();
    audit.samples.expectAsBefore(state.samples());
    return audit;
  }

  /**
   * Says what the run does from now on.
   *
   * @throws IsolationViolation if the run would leave the final evaluation
   */
  public synchronized void enter(Phase next) {
    if (phase == Phase.FINAL_EVALUATION && next != phase) {
      throw violation(
          "Expected the final evaluation at the end of the run, found " + next + " after it.");
    }
    phase = next;
  }

  /** What the run does. */
  public synchronized Phase phase() {
    return phase;
  }

  /**
   * The same source, watched.
   *
   * @return a source that throws {@link IsolationViolation} instead of opening what may not be
   *     opened, and {@link org.emoglot.InvalidInputException} for a clip with other samples than
   *     its manifest says or than it held before
   */
  public AudioSource auditing(AudioSource source) {
    return new AudioSource() {
      @Override
      public Waveform read(Path file) {
        return read(ClipAudio.whole(file));
      }

      @Override
      public Waveform read(ClipAudio clip) {
        Planned planned = admit(clip);
        Waveform waveform = source.read(clip);
        String hash = Sha256.of(waveform.samples());
        note(planned, clip.file(), hash);
        compare(planned, hash, waveform);
        return waveform;
      }
    };
  }

  private synchronized Planned admit(ClipAudio clip) {
    Planned planned = plannedAsGiven.get(clip);
    if (planned == null) {
      planned = plannedByRealPath.get(RealPaths.of(clip));
      if (planned == null) {
        throw violation(
            "Expected to open only files of the plan, found " + clip + " in " + phase + ".");
      }
      plannedAsGiven.put(clip, planned);
    }
    if (!planned.permitted()) {
      throw violation(
          "Expected to learn from no clip of the target except the shots, found "
              + planned.utterance().id()
              + " in "
              + phase
              + ".");
    }
    if (planned.stage() == Stage.EVALUATION) {
      if (phase != Phase.FINAL_EVALUATION) {
        throw violation(
            "Expected to open no target file before the final evaluation, found "
                + planned.utterance().id()
                + " in "
                + phase
                + ".");
      }
      target = target.and(opens, clock.instant().toString());
    }
    count(planned);
    return planned;
  }

  private void count(Planned planned) {
    opens++;
    opensByPhase.merge(phase.name(), 1L, Long::sum);
    opensByStage.merge(planned.stage().name(), 1L, Long::sum);
    opensByLanguage
        .computeIfAbsent(phase.name(), unused -> new TreeMap<>())
        .merge(planned.utterance().language().code(), 1L, Long::sum);
    logHash = Sha256.of(logHash + "\n" + phase + " " + planned.utterance().id());
  }

  /** Every row with this file must have these samples, or one could replace another. */
  private synchronized void note(Planned planned, Path file, String hash) {
    for (Utterance row :
        rowsByRealPath.getOrDefault(RealPaths.of(planned.utterance().audio()), List.of())) {
      samples.check(row.id(), file, hash);
    }
    (planned.stage() == Stage.EVALUATION ? targetHashes : seenHashes)
        .put(planned.utterance().id(), hash);
  }

  /** A copy of the target that the manifests show fails the run before it is learned from. */
  private void compare(Planned planned, String hash, Waveform waveform) {
    String id = planned.utterance().id();
    if (planned.stage() == Stage.EVALUATION) {
      copies.target(id, hash, waveform);
      return;
    }
    copies
        .learned(id, hash, waveform)
        .ifPresent(
            copy -> {
              synchronized (this) {
                throw violation(IsolationCheck.copied(plan, copy.text()));
              }
            });
  }

  /** What must be kept of the clips of training and validation that were opened, by id. */
  public List<ClipPrint> heard() {
    return copies.heard();
  }

  private IsolationViolation violation(String sentence) {
    violations.add(sentence);
    return new IsolationViolation(sentence);
  }

  /** The state that a resumed run needs. */
  public synchronized AuditState state() {
    return new AuditState(plan.hash(), record(), samples.known());
  }

  /** Everything seen so far. */
  public synchronized AuditRecord record() {
    SortedMap<String, SortedMap<String, Long>> byLanguage = new TreeMap<>();
    opensByLanguage.forEach((name, counts) -> byLanguage.put(name, new TreeMap<>(counts)));
    return new AuditRecord(
        violations.isEmpty(),
        opens,
        new TreeMap<>(opensByPhase),
        new TreeMap<>(opensByStage),
        byLanguage,
        target,
        new AuditRecord.AudioOverlap(
            seenHashes.size(), targetHashes.size(), identicalAudio(), copies.found()),
        List.copyOf(violations),
        logHash);
  }

  private List<String> identicalAudio() {
    Map<String, String> seenByHash = new HashMap<>();
    seenHashes.forEach((id, hash) -> seenByHash.putIfAbsent(hash, id));
    List<String> identical = new ArrayList<>();
    targetHashes.forEach(
        (id, hash) -> {
          String seen = seenByHash.get(hash);
          if (seen != null) {
            identical.add(seen + " = " + id);
          }
        });
    return identical;
  }
}
