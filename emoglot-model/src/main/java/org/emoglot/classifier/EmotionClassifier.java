package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.Windows;
import org.emoglot.segment.Segment;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.VoiceActivity;
import org.emoglot.tensor.Precision;

/**
 * A trained model or {@link Committee}, ready to be asked.
 *
 * <pre>{@code
 * try (EmotionClassifier classifier = EmotionClassifier.bundled()) {
 *   Prediction prediction = classifier.predict(Path.of("clip.wav"));
 * }
 * }</pre>
 *
 * <p>Long recordings are worked on in {@link Windows}, whose embeddings are averaged by their
 * duration: with length grows only what is kept of each window, far less than the audio itself. Not
 * thread-safe.
 */
public final class EmotionClassifier implements AutoCloseable {

  private final Committee committee;
  private final Supplier<Confidence> confidence;

  /** Asks a network, which is closed with the classifier. */
  public EmotionClassifier(EmotionNetwork network) {
    this.committee = new Committee(List.of(network));
    this.confidence = network::confidence;
  }

  /** Asks a committee, which is closed with the classifier. */
  EmotionClassifier(Committee committee, CommitteeConfig config) {
    this.committee = committee;
    this.confidence = config::confidence;
  }

  /**
   * Loads a saved model or committee.
   *
   * @throws InvalidInputException if the folder or a file in it is missing, damaged, or of another
   *     backbone
   */
  public static EmotionClassifier load(Path folder) {
    return CommitteeFolder.isCommittee(folder)
        ? CommitteeFolder.load(folder)
        : new EmotionClassifier(ModelFolder.load(folder));
  }

  /**
   * Loads the model that comes with Emoglot.
   *
   * @throws InvalidInputException if it is not where {@link BundledModel} looks
   */
  public static EmotionClassifier bundled() {
    return load(BundledModel.folder());
  }

  /**
   * Loads an adapter-only model whose backbone is in another folder than it was in training.
   *
   * @throws InvalidInputException if it cannot be loaded, or holds its encoder itself
   */
  public static EmotionClassifier load(Path folder, Path backbone) {
    if (CommitteeFolder.isCommittee(folder)) {
      throw new InvalidInputException(
          "Expected no backbone for the committee %s, whose members hold their encoders themselves: leave out --backbone."
              .formatted(folder));
    }
    return new EmotionClassifier(ModelFolder.load(folder, backbone));
  }

  /**
   * Answers in another precision from now on.
   *
   * @param precision of the encoder's products; float32 unless this is called
   */
  public void setPrecision(Precision precision) {
    committee.setPrecision(precision);
  }

  public LabelSet labels() {
    return committee.labels();
  }

  /** Number of values in its parameters, of all members where it is a committee. */
  public long parameters() {
    return committee.parameters();
  }

  /**
   * The emotion of an audio file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  public Prediction predict(Path file) {
    return predict(new AudioReader(AudioOptions.defaults()).read(file));
  }

  /** The emotion of one clip at 16 kHz. */
  public Prediction predict(Waveform waveform) {
    return predict(List.of(waveform)).get(0);
  }

  /** The emotions of clips at 16 kHz, in the same order; each as it would be alone. */
  public List<Prediction> predict(List<Waveform> waveforms) {
    return committee.logits(waveforms).stream()
        .map(logits -> Prediction.ofLogits(labels(), logits, confidence.get()))
        .toList();
  }

  /** The emotions of one recording at 16 kHz, stretch by stretch. */
  public Timeline timeline(Waveform recording) {
    return timelines(List.of(recording)).get(0);
  }

  /**
   * The emotions of recordings at 16 kHz, in the same order, stretch by stretch of their speech.
   *
   * <p>One of at most {@link SegmentOptions#maxSeconds} of {@link SegmentOptions#DEFAULT} is one
   * stretch, with the answer that {@link #predict(Waveform)} gives.
   */
  public List<Timeline> timelines(List<Waveform> recordings) {
    SegmentOptions options = SegmentOptions.DEFAULT;
    List<List<Segment>> segments = new ArrayList<>();
    List<Waveform> stretches = new ArrayList<>();
    for (Waveform recording : recordings) {
      List<Segment> found =
          recording.seconds() <= options.maxSeconds()
              ? List.of()
              : VoiceActivity.segments(recording, options);
      segments.add(found);
      if (found.isEmpty()) {
        stretches.add(recording);
      }
      found.forEach(segment -> stretches.add(segment.of(recording)));
    }
    Iterator<Prediction> predictions = predict(stretches).iterator();
    List<Timeline> timelines = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      timelines.add(timeline(recordings.get(i).seconds(), segments.get(i), predictions));
    }
    return timelines;
  }

  private Timeline timeline(
      double seconds, List<Segment> segments, Iterator<Prediction> predictions) {
    if (segments.isEmpty()) {
      Prediction whole = predictions.next();
      return seconds <= SegmentOptions.DEFAULT.maxSeconds()
          ? Timeline.whole(seconds, whole)
          : new Timeline(seconds, List.of(), whole);
    }
    List<Timeline.Part> parts =
        segments.stream().map(s -> new Timeline.Part(s, predictions.next())).toList();
    return new Timeline(seconds, parts, Timeline.mean(labels(), parts, confidence.get()));
  }

  @Override
  public void close() {
    committee.close();
  }
}
