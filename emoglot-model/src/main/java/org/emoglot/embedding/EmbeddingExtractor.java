package org.emoglot.embedding;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.audio.ClipWindows;
import org.emoglot.audio.Waveform;
import org.emoglot.audio.Windows;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.io.Json;
import org.emoglot.io.Sha256;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.nn.Batches;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;

/**
 * Embeds speech with an encoder: a Hugging Face checkpoint, or the adapted one of a trained model.
 *
 * <pre>{@code
 * try (EmbeddingExtractor extractor =
 *     EmbeddingExtractor.open(Path.of("wav2vec2-base"), EmbeddingOptions.DEFAULT)) {
 *   float[] h = extractor.extract(List.of(reader.read(Path.of("clip.wav")))).get(0).values();
 * }
 * }</pre>
 *
 * <p>Long recordings are split into {@link Windows}: frames of all windows one after the other, and
 * as an utterance their mean by the number of frames. Not thread-safe.
 */
public final class EmbeddingExtractor implements AutoCloseable {

  private final BackboneOrigin origin;
  private final AdaptedEncoder encoder;
  private final AdaptationConfig adaptation;
  private final EmbeddingOptions options;
  private final StateChoice choice;
  private final Runnable release;

  private EmbeddingExtractor(OpenedEncoder opened, EmbeddingOptions options) {
    this.origin = opened.origin();
    this.encoder = opened.encoder();
    this.adaptation = opened.adaptation();
    this.options = options;
    this.release = opened.release();
    this.choice = StateChoice.of(encoder, adaptation, options, origin.name());
  }

  /**
   * Opens the folder of a Hugging Face checkpoint or of a saved model.
   *
   * @throws org.emoglot.InvalidInputException if a file is missing, damaged or not supported, or
   *     the encoder has no such layer
   */
  public static EmbeddingExtractor open(Path folder, EmbeddingOptions options) {
    return of(OpenedEncoder.of(folder, options), options);
  }

  /** Opens a model with only adapters, whose backbone is in another folder now. */
  public static EmbeddingExtractor open(Path folder, Path backbone, EmbeddingOptions options) {
    return of(OpenedEncoder.of(folder, backbone, options), options);
  }

  private static EmbeddingExtractor of(OpenedEncoder opened, EmbeddingOptions options) {
    try {
      return new EmbeddingExtractor(opened, options);
    } catch (RuntimeException e) {
      opened.release().run();
      throw e;
    }
  }

  /** Where the encoder came from, and the SHA-256 of its weights. */
  public BackboneOrigin origin() {
    return origin;
  }

  /**
   * SHA-256 of everything about the encoder that decides an embedding: weights, layout and
   * adaptation; not of the options.
   */
  public String fingerprint() {
    return Sha256.of(
        Json.write(
            List.of(origin.sha256(), config().toJson(), config().preprocessorJson(), adaptation)));
  }

  /** Values of one embedding: D of each hidden state, twice where deviations follow the means. */
  public int width() {
    return choice.width(options.level());
  }

  /** Transformer layers, L; there are L + 1 hidden states. */
  public int layers() {
    return config().layers();
  }

  /** The shortest clip that has a frame, in samples; a shorter one is embedded with silence. */
  public int minimumSamples() {
    return config().minimumSamples();
  }

  /**
   * Embeds clips at 16 kHz.
   *
   * @return one embedding per clip, in the same order; each as it would be alone, except for
   *     rounding
   */
  public List<Embedding> extract(List<Waveform> clips) {
    List<Waveform> windows = new ArrayList<>();
    List<Integer> windowsPerClip = new ArrayList<>();
    for (Waveform clip : clips) {
      List<Waveform> cut = Windows.of(clip);
      windowsPerClip.add(cut.size());
      windows.addAll(cut);
    }
    List<Embedding> embedded = embed(windows);
    List<Embedding> embeddings = new ArrayList<>();
    int first = 0;
    for (int count : windowsPerClip) {
      embeddings.add(join(embedded.subList(first, first + count)));
      first += count;
    }
    return embeddings;
  }

  /**
   * Embeds a clip of any length, of which never more than a window is in memory.
   *
   * @param values hears the embeddings' values, one behind the other: of frames window by window,
   *     of an utterance in the end
   * @return how many frames it has
   */
  public int extract(ClipWindows clip, Consumer<float[]> values) {
    boolean pooled = pooled();
    int frames = frames(clip);
    UtteranceSum sum = new UtteranceSum(width(), options.pooling(), frames);
    clip.forEach(
        window -> {
          Embedding embedding = extract(List.of(window)).get(0);
          if (pooled && clip.count() > 1) {
            sum.add(embedding);
          } else {
            values.accept(embedding.values());
          }
        });
    if (pooled && clip.count() > 1) {
      values.accept(sum.values());
    }
    return frames;
  }

  private Embedding join(List<Embedding> windows) {
    if (windows.size() == 1 || !pooled()) {
      return Embedding.join(windows);
    }
    int frames = windows.stream().mapToInt(Embedding::frames).reduce(0, Math::addExact);
    UtteranceSum sum = new UtteranceSum(width(), options.pooling(), frames);
    windows.forEach(sum::add);
    return new Embedding(frames, width(), sum.values());
  }

  /** How many frames a clip has. */
  public int frames(ClipWindows clip) {
    int frames = 0;
    for (int i = 0; i < clip.count(); i++) {
      frames = Math.addExact(frames, frames(clip.samples(i)));
    }
    return frames;
  }

  private int frames(int samples) {
    return config().stateFrames(Math.max(samples, minimumSamples()));
  }

  private List<Embedding> embed(List<Waveform> windows) {
    int[] frames = windows.stream().mapToInt(w -> frames(w.samples().length)).toArray();
    Embedding[] embeddings = new Embedding[windows.size()];
    Batches.forEach(
        frames,
        batch -> {
          List<float[]> prepared = batch.stream().map(windows::get).map(encoder::features).toList();
          List<Embedding> found = forward(prepared);
          for (int i = 0; i < batch.size(); i++) {
            embeddings[batch.get(i)] = found.get(i);
          }
        });
    return List.of(embeddings);
  }

  private List<Embedding> forward(List<float[]> features) {
    try (Scope scope = Scope.open()) {
      return Ops.withoutGradient(
          () -> {
            int channels = config().channels();
            Frames chosen = choice.states(Frames.pack(features, channels)); // (ΣT, D)
            List<float[]> values =
                pooled()
                    ? Ops.rows(choice.pool(chosen))
                    : chosen.sequences().stream().map(Ops::floats).toList();
            List<Embedding> embeddings = new ArrayList<>();
            for (int i = 0; i < values.size(); i++) {
              embeddings.add(new Embedding(chosen.lengths()[i], width(), values.get(i)));
            }
            return embeddings;
          });
    }
  }

  private boolean pooled() {
    return options.level() == Level.UTTERANCE;
  }

  private EncoderConfig config() {
    return encoder.config();
  }

  @Override
  public void close() {
    release.run();
  }
}
