package org.emoglot.experiment;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Views;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Variants;
import org.emoglot.data.Utterance;
import org.emoglot.feature.FeatureCache;
import org.emoglot.feature.FeatureKey;
import org.emoglot.feature.FeatureType;
import org.emoglot.feature.PreparedClip;
import org.emoglot.io.Sha256;
import org.emoglot.tensor.Engine;
import org.emoglot.train.PreparedClips;

/**
 * The prepared clips of a run: the output of frozen layers is computed once per clip, or comes from
 * an earlier run.
 *
 * <p>Every clip is read through the audited source, stored or not: its samples identify it, so no
 * stored entry can replace audio that the audit has not seen. It is read once, and its views and
 * its variants, which have views as well, are made of what was read.
 */
final class ClipStore implements PreparedClips {

  private final AdaptedEncoder encoder;
  private final Views views;
  private final AudioSource audio;
  private final FeatureCache cache;
  private final FeatureType type;
  private final String backbone;
  private final String computation;
  private final Map<String, List<PreparedClip>> byId = new HashMap<>();
  private final Map<String, List<PreparedClip>> variantsById = new HashMap<>();
  private int found;

  ClipStore(
      AdaptedEncoder encoder,
      Views views,
      AudioSource audio,
      FeatureCache cache,
      FeatureType type) {
    this.encoder = encoder;
    this.views = views;
    this.audio = audio;
    this.cache = cache;
    this.type = type;
    this.backbone = encoder.preparationHash();
    // The order of sums, and with it the last digits, follows from these.
    this.computation = encoder.precision().id() + " by " + Engine.info();
  }

  /** Reads and prepares what is not there yet. */
  void prepare(String phase, List<Utterance> utterances, ExperimentListener listener) {
    prepare(phase, utterances, (clip, id) -> List.of(), listener);
  }

  /** The same of clips to be trained on, each with its variants. */
  void prepareForTraining(
      String phase, List<Utterance> utterances, Variants variants, ExperimentListener listener) {
    prepare(phase, utterances, variants::of, listener);
  }

  private void prepare(
      String phase,
      List<Utterance> utterances,
      BiFunction<Waveform, String, List<Waveform>> variants,
      ExperimentListener listener) {
    for (int i = 0; i < utterances.size(); i++) {
      Utterance utterance = utterances.get(i);
      String id = utterance.id();
      if (!byId.containsKey(id)) {
        Waveform clip = audio.read(utterance.audio());
        byId.put(id, views(clip).toList());
        variantsById.put(id, variants.apply(clip, id).stream().flatMap(this::views).toList());
      }
      listener.progress(phase, i + 1, utterances.size());
    }
  }

  private Stream<PreparedClip> views(Waveform clip) {
    return views.of(clip).stream().map(this::prepare);
  }

  private PreparedClip prepare(Waveform clip) {
    if (!encoder.preparesFeatures()) {
      return PreparedClip.of(encoder.prepare(clip), encoder.preparedChannels());
    }
    FeatureKey key =
        new FeatureKey(Sha256.of(clip.samples()), backbone, computation, encoder.cut(), type);
    Optional<PreparedClip> kept = cache.get(key);
    if (kept.isPresent()) {
      found++;
      return kept.get();
    }
    return cache.put(key, encoder.prepare(clip), encoder.preparedChannels());
  }

  /** Clips that there are, views and variants among them. */
  int size() {
    return Stream.of(byId, variantsById)
        .flatMap(clips -> clips.values().stream())
        .mapToInt(List::size)
        .sum();
  }

  /** Those of them that a run before had kept. */
  int found() {
    return found;
  }

  @Override
  public PreparedClip of(Utterance utterance) {
    return viewsOf(utterance).get(0);
  }

  @Override
  public List<PreparedClip> viewsOf(Utterance utterance) {
    return Objects.requireNonNull(
        byId.get(utterance.id()), () -> utterance.id() + " was not prepared");
  }

  @Override
  public List<PreparedClip> versionsOf(Utterance utterance) {
    List<PreparedClip> versions = new ArrayList<>(viewsOf(utterance));
    versions.addAll(variantsById.getOrDefault(utterance.id(), List.of()));
    return versions;
  }
}
