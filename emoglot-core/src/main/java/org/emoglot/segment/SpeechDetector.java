package org.emoglot.segment;

import org.emoglot.audio.Waveform;

/** Tells speech from everything else. May be shared by threads. */
public interface SpeechDetector {

  /** The longest segment of speech that it gives, in seconds; a clip no longer is one segment. */
  double maxSeconds();

  /** Loads what the first question would load; may be called from any thread. */
  default void prepare() {}

  /** Whether there is speech in a clip that is taken as a whole. */
  boolean hasSpeech(Waveform clip);

  /**
   * Whether somebody is heard to speak in a clip: no weaker than {@link #hasSpeech}, which may give
   * a clip the benefit of the doubt.
   */
  default boolean findsSpeech(Waveform clip) {
    return hasSpeech(clip);
  }

  /**
   * Begins a search through one recording.
   *
   * @param sampleRate the recording's samples per second
   */
  SpeechSearch search(int sampleRate);
}
