package org.emoglot.data;

import java.nio.file.Path;
import org.emoglot.audio.ClipAudio;
import org.emoglot.fingerprint.ClipPrint;
import org.emoglot.fingerprint.Fingerprint;
import org.emoglot.io.PlainText;

/**
 * One labelled clip: a row of a manifest.
 *
 * @param id unique over all corpora: corpus id, a slash, and what is unique within the corpus
 * @param corpus corpus id, such as {@code emodb}
 * @param language what is spoken
 * @param speaker the corpus's own name for the speaker; unique only together with the corpus
 * @param label emotion name
 * @param split part of the corpus
 * @param audio the audio file, absolute (manifests hold it relative to themselves), or a segment of
 *     it
 * @param seconds duration of the clip, positive
 * @param gender the speaker's, where the corpus tells it
 * @param audioHash SHA-256 of the samples as they were read when the corpus was prepared, or an
 *     empty text: equal audio is found by it without opening a file
 * @param fingerprint for finding changed copies without opening a file; {@link Fingerprint#NONE}
 *     where it is not known
 */
public record Utterance(
    String id,
    String corpus,
    Language language,
    String speaker,
    String label,
    Split split,
    ClipAudio audio,
    double seconds,
    Gender gender,
    String audioHash,
    Fingerprint fingerprint) {

  public Utterance {
    id = PlainText.of(id);
    corpus = PlainText.of(corpus);
    speaker = PlainText.of(speaker);
    label = PlainText.of(label);
    if (id.isBlank() || corpus.isBlank() || speaker.isBlank() || label.isBlank()) {
      throw new IllegalArgumentException(
          "Id '%s', corpus '%s', speaker '%s' and label '%s' must not be blank."
              .formatted(id, corpus, speaker, label));
    }
    if (!(seconds > 0 && Double.isFinite(seconds))) {
      throw new IllegalArgumentException(
          "The duration of " + id + " must be positive: " + seconds + " s.");
    }
  }

  /** An utterance without fingerprint. */
  public Utterance(
      String id,
      String corpus,
      Language language,
      String speaker,
      String label,
      Split split,
      ClipAudio audio,
      double seconds,
      Gender gender,
      String audioHash) {
    this(
        id,
        corpus,
        language,
        speaker,
        label,
        split,
        audio,
        seconds,
        gender,
        audioHash,
        Fingerprint.NONE);
  }

  /** An utterance without gender and hash of the audio. */
  public Utterance(
      String id,
      String corpus,
      Language language,
      String speaker,
      String label,
      Split split,
      Path path,
      double seconds) {
    this(id, corpus, language, speaker, label, split, path, seconds, Gender.UNKNOWN, "");
  }

  /** An utterance that is a whole, unchanged file. */
  public Utterance(
      String id,
      String corpus,
      Language language,
      String speaker,
      String label,
      Split split,
      Path path,
      double seconds,
      Gender gender,
      String audioHash) {
    this(
        id,
        corpus,
        language,
        speaker,
        label,
        split,
        ClipAudio.whole(path),
        seconds,
        gender,
        audioHash);
  }

  /** The audio file. */
  public Path path() {
    return audio.file();
  }

  /** The same in another part of its corpus. */
  public Utterance in(Split other) {
    return new Utterance(
        id,
        corpus,
        language,
        speaker,
        label,
        other,
        audio,
        seconds,
        gender,
        audioHash,
        fingerprint);
  }

  /** What identifies it under another name. */
  public ClipPrint print() {
    return new ClipPrint(id, audioHash, fingerprint);
  }

  /** The speaker, unique over all corpora. */
  public String globalSpeaker() {
    return corpus + ":" + speaker;
  }
}
