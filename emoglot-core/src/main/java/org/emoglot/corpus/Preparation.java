package org.emoglot.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.io.Sha256;

/**
 * From a corpus's folder to a manifest: names are read, labels mapped, every kept clip is decoded
 * once, and the corpus is divided. Nothing is dropped without a line in the report.
 */
public final class Preparation {

  /** Hears how far the decoding is. */
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

  private final Corpus corpus;
  private final Path root;
  private final PreparationOptions options;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final Map<String, List<String>> idsBySamples = new TreeMap<>();

  private Preparation(Corpus corpus, Path root, PreparationOptions options) {
    this.corpus = corpus;
    this.root = root;
    this.options = options;
  }

  /**
   * Prepares a corpus.
   *
   * @param root the corpus's folder
   * @param audio decodes the clips
   * @throws InvalidInputException if the folder holds no usable clip of the corpus
   */
  public static Prepared prepare(
      Corpus corpus, Path root, AudioSource audio, PreparationOptions options, Progress progress) {
    return new Preparation(corpus, root, options).run(audio, progress);
  }

  private Prepared run(AudioSource audio, Progress progress) {
    CorpusListing listing = corpus.reader().read(root);
    leftOut.addAll(listing.leftOut());
    Map<CorpusClip, String> emotions = emotions(listing.clips());
    List<Utterance> utterances = new ArrayList<>();
    int done = 0;
    for (CorpusClip clip : listing.clips()) {
      String emotion = emotions.get(clip);
      if (emotion != null) {
        hear(clip, emotion, audio).ifPresent(utterances::add);
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
                      : " among %d audio files; the first: %s"
                          .formatted(leftOut.size(), leftOut.get(0).detail())));
    }
    Manifest manifest =
        new Manifest(Splitter.split(utterances, options.splitRule(), options.seed()));
    List<List<String>> identical =
        idsBySamples.values().stream().filter(ids -> ids.size() > 1).toList();
    return new Prepared(
        manifest,
        PreparationReport.of(root, options, manifest, leftOut, listing.otherFiles(), identical));
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

  private Optional<Utterance> hear(CorpusClip clip, String emotion, AudioSource audio) {
    Waveform waveform;
    try {
      waveform = audio.read(clip.file());
    } catch (InvalidInputException e) {
      leave(clip, LeftOut.Reason.AUDIO, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
    if (waveform.samples().length == 0) {
      leave(
          clip,
          LeftOut.Reason.EMPTY,
          "Expected at least one sample in " + clip.file() + ", found none.");
      return Optional.empty();
    }
    String id = corpus.id() + "/" + clip.key();
    idsBySamples
        .computeIfAbsent(Sha256.of(waveform.samples()), unused -> new ArrayList<>())
        .add(id);
    return Optional.of(
        new Utterance(
            id,
            corpus.id(),
            corpus.language(),
            clip.speaker(),
            emotion,
            Split.TRAIN,
            clip.file().toAbsolutePath().normalize(),
            waveform.seconds()));
  }

  private void leave(CorpusClip clip, LeftOut.Reason reason, String detail) {
    leftOut.add(new LeftOut(clip.key(), reason, detail));
  }
}
