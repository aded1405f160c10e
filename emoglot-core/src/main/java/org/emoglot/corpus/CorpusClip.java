package org.emoglot.corpus;

import java.nio.file.Path;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.jspecify.annotations.Nullable;

/**
 * A clip as its corpus describes it, before labels are mapped and audio is read.
 *
 * @param key unique within the corpus and the same wherever the corpus lies: built from what the
 *     name says, never from folders that a user may have added or left away
 * @param speaker the corpus's name for the speaker
 * @param label the corpus's name for the emotion
 * @param file the audio file
 * @param gender the speaker's, where the corpus tells it
 * @param part the part into which the corpus itself puts the clip, if it does
 */
public record CorpusClip(
    String key, String speaker, String label, Path file, Gender gender, @Nullable Split part) {

  /** The speaker of data that do not name speakers. */
  public static final String UNKNOWN_SPEAKER = "unknown";

  /** A clip of which the corpus tells no more. */
  public CorpusClip(String key, String speaker, String label, Path file) {
    this(key, speaker, label, file, Gender.UNKNOWN, null);
  }

  /** The same with the speaker's gender. */
  public CorpusClip by(Gender speakersGender) {
    return new CorpusClip(key, speaker, label, file, speakersGender, part);
  }

  /** The same in the part that the corpus gives it, if it gives one. */
  public CorpusClip in(@Nullable Split corpusPart) {
    return new CorpusClip(key, speaker, label, file, gender, corpusPart);
  }
}
