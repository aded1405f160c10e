package org.emoglot.projection;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.data.Utterance;
import org.emoglot.representation.Alignment;
import org.emoglot.representation.Distance;
import org.emoglot.representation.LinearProbe;
import org.emoglot.representation.PrincipalComponents;
import org.emoglot.representation.ProbeOptions;
import org.emoglot.representation.Silhouette;

/**
 * What the embeddings of a sample hold, in numbers; NaN where the sample does not allow one.
 *
 * @param speakers how well a probe recognises speakers, from other clips of the same speakers
 * @param targetSpeakers the same for speakers of the target language only
 * @param languages how well languages are read from voices that were not trained on
 * @param emotions how well a probe recognises emotions of unseen speakers, in all languages
 * @param alignment same emotion less other emotions across languages, {@link Alignment#centred}
 * @param sameEmotion the first part of it, a mean cosine
 * @param otherEmotions the second
 * @param targetSilhouette of emotions among the target's clips, by the cosine
 * @param components principal components that the probes were given in the place of the embedding,
 *     0 where it was given whole
 * @param notes what was left out, and why
 */
public record Numbers(
    LinearProbe speakers,
    LinearProbe targetSpeakers,
    LinearProbe languages,
    LinearProbe emotions,
    double alignment,
    double sameEmotion,
    double otherEmotions,
    double targetSilhouette,
    int components,
    List<String> notes) {

  /** Wider embeddings are probed by their principal components, so that it takes seconds. */
  private static final int WIDEST_PROBED = 256;

  private static final int MOST_COMPONENTS = 64;

  /**
   * Probes bring each component to the same variance; of as many components as clips they would
   * learn the noise of the last ones.
   */
  private static final int CLIPS_PER_COMPONENT = 8;

  public Numbers {
    notes = List.copyOf(notes);
  }

  /**
   * Measures embeddings.
   *
   * @param embeddings (N, D), finite
   * @param clips (N)
   * @param target code of the target language, or an empty text
   * @param seed of folds and principal components
   */
  static Numbers of(float[][] embeddings, List<Utterance> clips, String target, long seed) {
    List<String> notes = new ArrayList<>();
    int components = components(embeddings);
    float[][] probed =
        components == 0 ? embeddings : PrincipalComponents.reduce(embeddings, components, seed);
    List<String> languages = clips.stream().map(clip -> clip.language().code()).toList();
    List<String> emotions = clips.stream().map(Utterance::label).toList();
    List<String> speakers = clips.stream().map(Utterance::globalSpeaker).toList();
    List<String> ids = clips.stream().map(Utterance::id).toList();
    List<String> targetSpeakers =
        clips.stream().map(clip -> isOf(clip, target) ? clip.globalSpeaker() : "").toList();
    Probing probing = new Probing(probed, seed, notes);
    int perSpeaker = ProbeOptions.DEFAULT.folds();
    Alignment alignment = Alignment.centred(embeddings, languages, emotions);
    return new Numbers(
        probing.of("speakers", speakers, ids, perSpeaker),
        target.isEmpty()
            ? Probing.NONE
            : probing.of("speakers of the target", targetSpeakers, ids, perSpeaker),
        probing.of("languages", languages, speakers, 2),
        probing.of("emotions", emotions, speakers, 2),
        alignment.value(),
        alignment.same(),
        alignment.different(),
        targetSilhouette(embeddings, clips, target, notes),
        components,
        notes);
  }

  private static int components(float[][] embeddings) {
    return embeddings[0].length > WIDEST_PROBED
        ? Math.max(1, Math.min(MOST_COMPONENTS, embeddings.length / CLIPS_PER_COMPONENT))
        : 0;
  }

  private static double targetSilhouette(
      float[][] embeddings, List<Utterance> clips, String target, List<String> notes) {
    List<float[]> its = new ArrayList<>();
    List<String> emotions = new ArrayList<>();
    for (int i = 0; i < embeddings.length; i++) {
      if (isOf(clips.get(i), target)) {
        its.add(embeddings[i]);
        emotions.add(clips.get(i).label());
      }
    }
    if (emotions.stream().distinct().count() < 2) {
      notes.add(
          target.isEmpty()
              ? "No silhouette on the target: the model has none."
              : "No silhouette on the target: the sample has fewer than two of its emotions.");
      return Double.NaN;
    }
    return Silhouette.of(its.toArray(float[][]::new), emotions, Distance.COSINE);
  }

  private static boolean isOf(Utterance clip, String language) {
    return clip.language().code().equals(language);
  }
}
