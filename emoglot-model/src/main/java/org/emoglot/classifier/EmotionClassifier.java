package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.emoglot.audio.AudioOptions;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.LabelSet;
import org.emoglot.feature.PreparedClip;
import org.emoglot.segment.Segment;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.VoiceActivity;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.Windows;

/**
 * A trained model, ready to be asked.
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

  private final EmotionNetwork network;
  private final BatchedInference inference;

  /** Asks a network, which is closed with the classifier. */
  public EmotionClassifier(EmotionNetwork network) {
    this.network = network;
    this.inference = new BatchedInference(network);
  }

  /**
   * Loads a saved model.
   *
   * @throws org.emoglot.InvalidInputException if the folder or a file in it is missing, damaged, or
   *     of another backbone
   */
  public static EmotionClassifier load(Path folder) {
    return new EmotionClassifier(ModelFolder.load(folder));
  }

  /**
   * Loads the model that comes with Emoglot.
   *
   * @throws org.emoglot.InvalidInputException if it is not where {@link BundledModel} looks
   */
  public static EmotionClassifier bundled() {
    return load(BundledModel.folder());
  }

  /** Loads an adapter-only model whose backbone is in another folder than it was in training. */
  public static EmotionClassifier load(Path folder, Path backbone) {
    return new EmotionClassifier(ModelFolder.load(folder, backbone));
  }

  /**
   * Answers in another precision from now on.
   *
   * @param precision of the encoder's products; float32 unless this is called
   */
  public void setPrecision(Precision precision) {
    network.setPrecision(precision);
  }

  public LabelSet labels() {
    return network.labels();
  }

  /**
   * The emotion of an audio file.
   *
   * @throws org.emoglot.InvalidInputException if it cannot be read
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
    int channels = network.encoder().preparedChannels();
    List<PreparedClip> windows = new ArrayList<>();
    List<Integer> windowsPerClip = new ArrayList<>();
    for (Waveform waveform : waveforms) {
      List<Waveform> cut = Windows.of(waveform);
      windowsPerClip.add(cut.size());
      cut.forEach(
          window -> windows.add(PreparedClip.of(network.encoder().prepare(window), channels)));
    }
    List<BatchedInference.Answer> answers = inference.answer(windows);
    List<Prediction> predictions = new ArrayList<>();
    int first = 0;
    for (int count : windowsPerClip) {
      predictions.add(
          Prediction.ofLogits(
              network.labels(),
              count == 1
                  ? answers.get(first).logits()
                  : logitsOfMean(
                      answers.subList(first, first + count), windows.subList(first, first + count)),
              network.confidence()));
      first += count;
    }
    return predictions;
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
    return new Timeline(
        seconds, parts, Timeline.mean(network.labels(), parts, network.confidence()));
  }

  private float[] logitsOfMean(List<BatchedInference.Answer> answers, List<PreparedClip> windows) {
    float[] mean = new float[answers.get(0).embedding().length];
    double total = windows.stream().mapToLong(PreparedClip::frames).sum();
    for (int i = 0; i < answers.size(); i++) {
      float share = (float) (windows.get(i).frames() / total);
      for (int d = 0; d < mean.length; d++) {
        mean[d] += share * answers.get(i).embedding()[d];
      }
    }
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> Ops.floats(network.logits(Ops.tensor(mean, 1, mean.length))));
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
