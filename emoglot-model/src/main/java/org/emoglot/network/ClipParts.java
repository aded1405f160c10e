package org.emoglot.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.feature.PreparedClip;
import org.emoglot.network.BatchedInference.Part;
import org.emoglot.nn.Batches;

/**
 * What a network hears of clips of any length: the {@link Windows} of each, by their duration, and
 * of each window the views that the network was trained with, alike.
 */
final class ClipParts {

  /** Of most encoders; near enough to share the work out. */
  private static final int SAMPLES_PER_FRAME = Waveform.MODEL_SAMPLE_RATE / 50;

  private ClipParts() {}

  /** The output of the frozen part of the encoder for the parts of each clip. */
  static List<List<Part>> of(EmotionNetwork network, List<Waveform> clips) {
    List<List<Part>> parts = new ArrayList<>(Collections.nCopies(clips.size(), List.of()));
    Batches.forEach(
        clips.stream().mapToInt(clip -> clip.samples().length / SAMPLES_PER_FRAME).toArray(),
        batch -> batch.forEach(i -> parts.set(i, of(network, clips.get(i)))));
    return parts;
  }

  private static List<Part> of(EmotionNetwork network, Waveform clip) {
    List<List<PreparedClip>> windows =
        Windows.of(clip).stream()
            .map(
                window ->
                    network.views().of(window).stream()
                        .map(view -> prepare(network, view))
                        .toList())
            .toList();
    double total = windows.stream().mapToLong(ClipParts::frames).sum();
    List<Part> parts = new ArrayList<>();
    for (List<PreparedClip> views : windows) {
      float share = (float) (frames(views) / total);
      views.forEach(view -> parts.add(new Part(view, share / views.size())));
    }
    return parts;
  }

  private static PreparedClip prepare(EmotionNetwork network, Waveform waveform) {
    return PreparedClip.of(
        network.encoder().prepare(waveform), network.encoder().preparedChannels());
  }

  /** Of the first view, which is the longest. */
  private static int frames(List<PreparedClip> views) {
    return views.get(0).frames();
  }
}
