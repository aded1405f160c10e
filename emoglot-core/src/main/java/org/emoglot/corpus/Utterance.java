package org.emoglot.corpus;

import java.nio.file.Path;

/**
 * One labelled clip: a row of a manifest.
 *
 * @param id unique over all corpora: corpus id, a slash, and what is unique within the corpus
 * @param corpus corpus id, such as {@code emodb}
 * @param language what is spoken
 * @param speaker the corpus's own name for the speaker; unique only together with the corpus
 * @param label emotion name
 * @param split part of the corpus
 * @param path the audio file, absolute (manifests hold it relative to themselves)
 * @param seconds duration, positive
 */
public record Utterance(
    String id,
    String corpus,
    Language language,
    String speaker,
    String label,
    Split split,
    Path path,
    double seconds) {

  /** The speaker, unique over all corpora. */
  public String globalSpeaker() {
    return corpus + ":" + speaker;
  }
}
