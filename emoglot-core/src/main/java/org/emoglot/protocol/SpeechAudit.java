package org.emoglot.protocol;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Waveform;
import org.emoglot.data.Language;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Copy;
import org.emoglot.fingerprint.CopyFinder;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.io.Sha256;

/**
 * Watches every file that a pretraining opens, as {@link AccessAudit} watches a training: a file of
 * an excluded language, or an unlisted file, ends the run. Files are known by their real path, so
 * that a link does not hide one.
 */
public final class SpeechAudit {

  /**
   * A file of speech.
   *
   * @param id unique over all
   * @param language what is spoken in it
   * @param audio where it lies
   * @param print what a manifest says of its samples
   */
  public record Clip(String id, Language language, ClipAudio audio, ClipPrint print) {

    /** A clip of a manifest. */
    public static Clip of(Utterance utterance) {
      return new Clip(utterance.id(), utterance.language(), utterance.audio(), utterance.print());
    }

    /** A whole file. */
    public Clip(String id, Language language, Path path, String audioHash) {
      this(id, language, ClipAudio.whole(path), new ClipPrint(id, audioHash, Fingerprint.NONE));
    }

    /** A file with unknown samples. */
    public Clip(String id, Language language, Path path) {
      this(id, language, path, "");
    }

    /** The file. */
    public Path path() {
      return audio.file();
    }
  }

  /**
   * The state for a resumed run.
   *
   * @param log what was opened so far
   * @param samples SHA-256 of the samples of every clip that was opened, by id
   */
  public record State(Log log, SortedMap<String, String> samples) {}

  private final ClipSamples samples = new ClipSamples();
  private final CopyFinder copies;
  private final Map<String, ClipPrint> opened = new TreeMap<>();
  private final Map<ClipAudio, List<Clip>> heard = new HashMap<>();
  private final Map<Path, Clip> withheld = new HashMap<>();
  private final SortedSet<String> excludedLanguages = new TreeSet<>();
  private final SortedMap<String, Long> opensByLanguage = new TreeMap<>();
  private long opens;
  private String logHash = "";

  /**
   * Watches a run from its beginning.
   *
   * @param heard what may be opened
   * @param withheld what may not, even under another name, and copies of which may not either
   * @param excluded languages whose clips must not be opened, for the record
   * @throws IsolationViolation if the manifests show that a training clip is a copy of a withheld
   *     one
   */
  public SpeechAudit(
      Collection<Clip> heard, Collection<Clip> withheld, Collection<Language> excluded) {
    heard.forEach(
        clip -> {
          this.heard
              .computeIfAbsent(RealPaths.of(clip.audio()), audio -> new ArrayList<>())
              .add(clip);
          samples.expect(clip.id(), clip.print().sha256());
        });
    withheld.forEach(clip -> this.withheld.put(RealPaths.of(clip.path()), clip));
    excluded.forEach(language -> excludedLanguages.add(language.code()));
    copies = new CopyFinder(withheld.stream().map(Clip::print).toList());
    heard.forEach(clip -> copies.find(clip.print()).ifPresent(this::refuse));
  }

  private void refuse(Copy copy) {
    throw new IsolationViolation(
        "Expected no speech of the excluded languages (%s), found that %s: remove the copies, or do not exclude their language."
            .formatted(String.join(", ", excludedLanguages), copy.text()));
  }

  /**
   * What was opened.
   *
   * @param excludedLanguages codes of the excluded languages
   * @param withheldFiles their listed files, none opened
   * @param opens all accesses
   * @param opensByLanguage accesses by language code
   * @param logHash hash over all accesses in their order: {@code h = SHA-256(h + "\n" + id)},
   *     beginning with an empty text
   */
  public record Log(
      List<String> excludedLanguages,
      int withheldFiles,
      long opens,
      SortedMap<String, Long> opensByLanguage,
      String logHash) {}

  /**
   * Continues the counts and the hash of an earlier process; a clip must hold the samples that it
   * held then.
   *
   * @throws IsolationViolation if it excluded other languages
   */
  public synchronized void resume(State state) {
    Log earlier = state.log();
    if (!earlier.excludedLanguages().equals(List.copyOf(excludedLanguages))) {
      throw new IsolationViolation(
          "Expected to resume a pretraining that excludes %s, found the audit of one that excludes %s: choose another --out."
              .formatted(excludedLanguages, earlier.excludedLanguages()));
    }
    samples.expectAsBefore(state.samples());
    opens += earlier.opens();
    earlier
        .opensByLanguage()
        .forEach((code, count) -> opensByLanguage.merge(code, count, Long::sum));
    logHash = Sha256.of(logHash + earlier.logHash());
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
      public Waveform read(ClipAudio audio) {
        List<Clip> clips = note(audio);
        Waveform waveform = source.read(audio);
        String hash = Sha256.of(waveform.samples());
        clips.forEach(clip -> samples.check(clip.id(), audio.file(), hash));
        compare(clips, hash, waveform);
        return waveform;
      }
    };
  }

  private void compare(List<Clip> clips, String hash, Waveform waveform) {
    synchronized (this) {
      if (clips.stream().allMatch(clip -> opened.containsKey(clip.id()))) {
        return; // a clip is opened again and again, with the same samples
      }
    }
    List<Fingerprint> probes = Fingerprint.probes(waveform);
    clips.forEach(clip -> copies.find(clip.id(), hash, probes).ifPresent(this::refuse));
    synchronized (this) {
      clips.forEach(clip -> opened.put(clip.id(), new ClipPrint(clip.id(), hash, probes.get(0))));
    }
  }

  /** What must be kept of the clips that were opened, by id. */
  public synchronized List<ClipPrint> opened() {
    return List.copyOf(opened.values());
  }

  private synchronized List<Clip> note(ClipAudio audio) {
    Path file = audio.file();
    ClipAudio real = RealPaths.of(audio);
    Clip hidden = withheld.get(real.file());
    if (hidden != null) {
      throw new IsolationViolation(
          "Expected to open no file of the excluded language %s, found %s, which is %s."
              .formatted(hidden.language(), file, hidden.id()));
    }
    List<Clip> clips = heard.get(real);
    if (clips == null) {
      throw new IsolationViolation("Expected to open only listed files, found " + file + ".");
    }
    Clip clip = clips.get(clips.size() - 1);
    opens++;
    opensByLanguage.merge(clip.language().code(), 1L, Long::sum);
    logHash = Sha256.of(logHash + "\n" + clip.id());
    return clips;
  }

  /** The state that a resumed run needs. */
  public synchronized State state() {
    return new State(log(), samples.known());
  }

  /** Everything opened so far. */
  public synchronized Log log() {
    return new Log(
        List.copyOf(excludedLanguages),
        withheld.size(),
        opens,
        new TreeMap<>(opensByLanguage),
        logHash);
  }
}
