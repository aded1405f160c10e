package org.emoglot.corpus;

import java.nio.file.Path;
import org.emoglot.audio.ClipAudio;
import org.emoglot.data.Gender;
import org.emoglot.data.Split;
import org.emoglot.io.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * A clip as its corpus describes it, before labels are mapped and audio is read.
 *
 * @param key unique within the corpus and the same wherever the corpus lies: built from what the
 *     name says, never from folders that a user may have added or removed
 * @param speaker the corpus's name for the speaker
 * @param label the corpus's name for the emotion
 * @param audio the audio file, or the segment of it
 * @param gender the speaker's, where the corpus tells it
 * @param part the part into which the corpus itself puts the clip, if it does
 * @param length how long the audio is by the corpus's table
 */
public record CorpusClip(
    String key,
    String speaker,
    String label,
    ClipAudio audio,
    Gender gender,
    @Nullable Split part,
    TableLength length) {

  /** The speaker of data that do not name speakers. */
  public static final String UNKNOWN_SPEAKER = "unknown";

  public CorpusClip {
    key = PlainText.of(key);
    speaker = PlainText.of(speaker);
    label = PlainText.of(label);
  }

  /** A clip that is a whole file, without other information. */
  public CorpusClip(String key, String speaker, String label, Path file) {
    this(key, speaker, label, ClipAudio.whole(file), Gender.UNKNOWN, null, TableLength.UNKNOWN);
  }

  /** The audio file. */
  public Path file() {
    return audio.file();
  }

  /** The same with the speaker's gender. */
  public CorpusClip by(Gender speakersGender) {
    return new CorpusClip(key, speaker, label, audio, speakersGender, part, length);
  }

  /** The same in the part that the corpus gives it, if it gives one. */
  public CorpusClip in(@Nullable Split corpusPart) {
    return new CorpusClip(key, speaker, label, audio, gender, corpusPart, length);
  }

  /** The same by another spelling of the speaker's name. */
  public CorpusClip spokenBy(String name) {
    return new CorpusClip(key, name, label, audio, gender, part, length);
  }

  /** The same as a segment of its file. */
  public CorpusClip heardAs(ClipAudio passage) {
    return new CorpusClip(key, speaker, label, passage, gender, part, length);
  }

  /** The same with the length that the corpus's table tells. */
  public CorpusClip lasting(TableLength told) {
    return new CorpusClip(key, speaker, label, audio, gender, part, told);
  }
}
