package org.emoglot.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.AudioSource;
import org.emoglot.corpus.Utterance;
import org.emoglot.train.PreparedClips;

/** The prepared clips of a run, in memory: what is frozen is computed once per clip. */
final class ClipStore implements PreparedClips {

  private final AdaptedEncoder encoder;
  private final AudioSource audio;
  private final Map<String, float[]> byId = new HashMap<>();

  ClipStore(AdaptedEncoder encoder, AudioSource audio) {
    this.encoder = encoder;
    this.audio = audio;
  }

  /** Reads and prepares what is not there yet. */
  void prepare(String phase, List<Utterance> utterances, ExperimentListener listener) {
    for (int i = 0; i < utterances.size(); i++) {
      Utterance utterance = utterances.get(i);
      if (!byId.containsKey(utterance.id())) {
        byId.put(utterance.id(), encoder.prepare(audio.read(utterance.path())));
      }
      listener.progress(phase, i + 1, utterances.size());
    }
  }

  @Override
  public float[] of(Utterance utterance) {
    return Objects.requireNonNull(
        byId.get(utterance.id()), () -> utterance.id() + " was not prepared");
  }
}
