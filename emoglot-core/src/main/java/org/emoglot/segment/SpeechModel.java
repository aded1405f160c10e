package org.emoglot.segment;

/**
 * A trained model that tells speech from everything else, frame by frame. May be shared by threads.
 * {@link SpeechDetectors} finds the one on the class path by {@link java.util.ServiceLoader}.
 */
public interface SpeechModel {

  /** The rate of the recordings that it hears, in samples per second. */
  int sampleRate();

  /** Samples of a frame. */
  int frameSamples();

  /** For how many frames the model goes on hearing speech that has ended. */
  default int lagFrames() {
    return 0;
  }

  /** Loads what {@link #listen} would load first; may be called from any thread. */
  default void prepare() {}

  /** Begins with a recording. */
  Listener listen();

  /** One recording as it is heard. To be used by one thread. */
  interface Listener {

    /**
     * Hears the next frames.
     *
     * @param samples of whole frames, at least one
     * @return the probability of speech in each frame, in [0, 1]
     */
    float[] next(float[] samples);
  }
}
