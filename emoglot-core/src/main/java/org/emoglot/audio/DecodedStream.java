package org.emoglot.audio;

import java.util.List;

/** Audio that was decoded as a whole, as the one block of a stream. */
final class DecodedStream implements AudioStream {

  private final AudioClip clip;
  private boolean given;

  DecodedStream(AudioClip clip) {
    this.clip = clip;
  }

  @Override
  public int sampleRate() {
    return clip.sampleRate();
  }

  @Override
  public int channels() {
    return clip.channels().length;
  }

  @Override
  public float[][] next() {
    if (given) {
      return new float[channels()][0];
    }
    given = true;
    return clip.channels();
  }

  @Override
  public List<String> warnings() {
    return clip.warnings();
  }

  @Override
  public void close() {}
}
