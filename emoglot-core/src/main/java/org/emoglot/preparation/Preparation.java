package org.emoglot.preparation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.corpus.Corpus;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.CorpusDescription;
import org.emoglot.corpus.CorpusListing;
import org.emoglot.corpus.LabelMap;
import org.emoglot.corpus.LeftOut;
import org.emoglot.data.Manifest;
import org.emoglot.data.Split;
import org.emoglot.data.Utterance;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.io.Sha256;

/**
 * From a corpus's folder to a manifest: names are read, labels mapped, every kept clip is decoded
 * once, and the corpus is divided. Nothing is dropped without a line in the report.
 */
public final class Preparation {

  /** Receives the progress of decoding. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Another clip was decoded.
     *
     * @param done clips so far
     * @param total clips to decode
     */
    void decoded(int done, int total);
  }

  private final CorpusDescription corpus;
  private final Path root;
  private final PreparationOptions options;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> withoutSpeech = new ArrayList<>();

  private Preparation(CorpusDescription corpus, Path root, PreparationOptions options) {
    this.corpus = corpus;
    this.root = root;
    this.options = options;
  }

  /**
   * Prepares a corpus.
   *
   * @param root the corpus's folder
   * @param audio decodes the clips
   * @throws InvalidInputException if the folder holds no usable clip of the corpus, if it cannot be
   *     divided as was asked, or if its counts are checked and are not the paper's
   */
  public static Prepared prepare(
      CorpusDescription corpus,
      Path root,
      AudioSource audio,
      PreparationOptions options,
      Progress progress) {
    return new Preparation(corpus, root, options).run(audio, progress);
  }

  /** The same for a known corpus. */
  public static Prepared prepare(
      Corpus corpus, Path root, AudioSource audio, PreparationOptions options, Progress progress) {
    return prepare(corpus.description(), root, audio, options, progress);
  }

  private Prepared run(AudioSource audio, Progress progress) {
    CorpusListing listing = unified(corpus.reader().read(root));
    leftOut.addAll(listing.leftOut());
    notes.addAll(listing.notes());
    requireParts(listing);
    Map<CorpusClip, String> emotions = emotions(listing.clips());
    CountCheck counts = new CountCheck(corpus, options, leftOut, notes);
    counts.requireTotal(emotions.keySet());
    CopyChoice choice =
        new CopyChoice(new Audition(audio, corpus.reader().conditioning()), leftOut);
    List<Utterance> utterances = new ArrayList<>();
    Map<String, Split> parts = new TreeMap<>();
    Set<String> keys = new HashSet<>();
    int done = 0;
    for (CorpusClip clip : listing.clips()) {
      String emotion = emotions.get(clip);
      if (emotion != null) {
        List<CorpusListing.Copy> copies = listing.copies().getOrDefault(clip.key(), List.of());
        choice
            .of(clip, copies)
            .ifPresentOrElse(
                found -> {
                  Utterance utterance = utterance(found.clip(), emotion, found.accepted());
                  utterances.add(utterance);
                  keys.add(clip.key());
                  if (found.clip().part() != null) {
                    parts.put(utterance.id(), found.clip().part());
                  }
                  if (!found.accepted().speech()) {
                    withoutSpeech.add(utterance.id());
                  }
                },
                () -> noteSilence(clip));
        progress.decoded(++done, emotions.size());
      }
    }
    leftOut.sort(Comparator.comparing(LeftOut::reason).thenComparing(LeftOut::file));
    if (utterances.isEmpty()) {
      throw new InvalidInputException(
          "Expected clips of %s, named such as %s, below %s, found none%s"
              .formatted(
                  corpus.id(),
                  corpus.reader().naming(),
                  root,
                  leftOut.isEmpty()
                      ? "."
                      : "; skipped: %s; the first: %s"
                          .formatted(PreparationReport.reasons(leftOut), leftOut.get(0).detail())));
    }
    Division division = Division.of(utterances, parts, options);
    notes.addAll(division.notes());
    counts.requireParts(division.utterances(), keys);
    if (utterances.stream().anyMatch(u -> u.speaker().equals(CorpusClip.UNKNOWN_SPEAKER))) {
      notes.add("Speakers are not named: all clips count as one speaker, 'unknown'.");
    }
    Manifest manifest = new Manifest(division.utterances());
    return new Prepared(
        manifest,
        PreparationReport.of(
            root, options, division.how(), manifest, leftOut, withoutSpeech, listing, notes));
  }

  /** The emotion of every clip that is kept; the others go to the list of what is left out. */
  private Map<CorpusClip, String> emotions(List<CorpusClip> clips) {
    SortedMap<CorpusClip, String> emotions = new TreeMap<>(Comparator.comparing(CorpusClip::key));
    for (CorpusClip clip : clips) {
      Optional<String> emotion = options.labelMap().emotion(clip.label());
      if (emotion.isEmpty()) {
        leave(
            clip,
            LeftOut.Reason.LABEL,
            "Expected one of the labels "
                + options.labelMap().emotions().keySet().stream().sorted().toList()
                + ", found '"
                + clip.label()
                + "'.");
      } else if (emotion.get().equals(LabelMap.LEFT_OUT)) {
        leave(
            clip,
            LeftOut.Reason.EMOTION,
            "The label map leaves the label '" + clip.label() + "' out.");
      } else if (!options.labels().names().contains(emotion.get())) {
        leave(
            clip,
            LeftOut.Reason.EMOTION,
            "The emotion " + emotion.get() + " is not one of " + options.labels().names() + ".");
      } else {
        emotions.put(clip, emotion.get());
      }
    }
    return emotions;
  }

  private Utterance utterance(CorpusClip clip, String emotion, Audition.Accepted accepted) {
    return new Utterance(
        corpus.id() + "/" + clip.key(),
        corpus.id(),
        corpus.language(),
        clip.speaker(),
        emotion,
        Split.TRAIN,
        accepted.audio().in(accepted.audio().file().toAbsolutePath().normalize()),
        accepted.waveform().seconds(),
        clip.gender(),
        Sha256.of(accepted.waveform().samples()),
        Fingerprint.of(accepted.waveform()));
  }

  private void noteSilence(CorpusClip clip) {
    boolean silent =
        leftOut.stream()
            .anyMatch(
                left -> left.reason() == LeftOut.Reason.SILENT && left.file().equals(clip.key()));
    if (silent) {
      withoutSpeech.add(corpus.id() + "/" + clip.key() + " (skipped)");
    }
  }

  private CorpusListing unified(CorpusListing listing) {
    SpeakerSpellings spellings = new SpeakerSpellings(listing.clips());
    notes.addAll(spellings.notes());
    return spellings.unite(listing);
  }

  /** Runs before decoding: a corpus with unknown parts is not silently split. */
  private void requireParts(CorpusListing listing) {
    if (options.split() == SplitMethod.OFFICIAL && !listing.partsProblem().isEmpty()) {
      throw new InvalidInputException(
          listing.partsProblem()
              + ": use these names, remove the column, or split the corpus with --split stratified"
              + " or speaker-disjoint.");
    }
  }

  private void leave(CorpusClip clip, LeftOut.Reason reason, String detail) {
    leftOut.add(new LeftOut(clip.key(), reason, detail));
  }
}
