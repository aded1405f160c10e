package org.emoglot.selfsupervised;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.audio.AudioSource;
import org.emoglot.data.Utterance;

/**
 * The prepared clips of a run: read when they are first wanted and kept while there is room, the
 * ones longest unused making way.
 */
public final class PreparedSpeech {

  private static final long BYTES_PER_MEGABYTE = 1 << 20;

  private final PretrainingNetwork network;
  private final AudioSource audio;
  private final long room;
  private final Map<String, float[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long used;

  /**
   * Of a network.
   *
   * @param audio where clips are read from
   * @param megabytes memory that prepared clips may take
   */
  public PreparedSpeech(PretrainingNetwork network, AudioSource audio, int megabytes) {
    this.network = network;
    this.audio = audio;
    this.room = megabytes * BYTES_PER_MEGABYTE;
  }

  /** Frames times channels values; not to be modified. */
  float[] of(Utterance utterance) {
    float[] clip = kept.get(utterance.id());
    if (clip != null) {
      return clip;
    }
    float[] prepared = network.prepare(audio.read(utterance.audio()));
    kept.put(utterance.id(), prepared);
    used += bytes(prepared);
    Iterator<float[]> longestUnused = kept.values().iterator();
    while (used > room && longestUnused.hasNext()) {
      used -= bytes(longestUnused.next());
      longestUnused.remove();
    }
    return prepared;
  }

  private static long bytes(float[] clip) {
    return (long) clip.length * Float.BYTES;
  }
}
