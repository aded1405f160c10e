package org.emoglot.classifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.LabelSet;
import org.emoglot.feature.PreparedClip;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Precision;
import org.emoglot.tensor.Scope;
import org.emoglot.wav2vec2.Windows;

/**
 * A trained model, ready to be asked.
 *
 * <pre>{@code
 * try (EmotionClassifier classifier = EmotionClassifier.load(Path.of("model"))) {
 *   Prediction prediction = classifier.predict(reader.read(Path.of("clip.wav")));
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
                      answers.subList(first, first + count),
                      windows.subList(first, first + count))));
      first += count;
    }
    return predictions;
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
