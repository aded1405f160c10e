package org.emoglot.encoder;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.encoder.context.ContextConfig;
import org.emoglot.encoder.logmel.LogMelConfig;
import org.emoglot.encoder.logmel.MelNorm;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/** Tiny encoders of every layout, and the clips and states of the golden files. */
public final class TinyEncoders {

  public static final int LAYERS = 3;
  public static final int CLIPS = 3;

  /** The project's folder: a resource in a jar would be no folder. */
  private static final Path HOME = Path.of(System.getProperty("emoglot.home", ".."));

  /** The layouts, each with random parameters none of which is at its starting value. */
  public enum Layout {
    BASE("wav2vec2-base-tiny"),
    LARGE("wav2vec2-large-tiny"),
    HUBERT_VARIANT("hubert-variant-tiny"),
    WAVLM_BASE("wavlm-base-tiny"),
    WAVLM_LARGE("wavlm-large-tiny"),
    WHISPER("whisper-full-tiny"),
    UNISPEECH_SAT("unispeech-sat-base-tiny"),
    DATA2VEC("data2vec-tiny"),
    CONFORMER_RELATIVE("conformer-relative-tiny"),
    CONFORMER_ROTARY("conformer-rotary-tiny"),
    W2V_BERT("w2v-bert-tiny"),
    W2V_BERT_RELATIVE("w2v-bert-relative-tiny"),
    EMOTION2VEC("emotion2vec-tiny"),
    EMOTION2VEC_PLUS("emotion2vec-plus-tiny"),
    LOG_MEL_POST_NORM(""),
    LOG_MEL_PRE_NORM("");

    private final String golden;

    Layout(String golden) {
      this.golden = golden;
    }

    /** Those of which golden folders exist, as people publish them. */
    public static Stream<Layout> published() {
      return Arrays.stream(values()).filter(layout -> !layout.golden.isEmpty());
    }

    /** A new encoder, to be closed. */
    public LoadedEncoder make() {
      return switch (this) {
        case LOG_MEL_POST_NORM -> logMel(false);
        case LOG_MEL_PRE_NORM -> logMel(true);
        default -> LoadedEncoder.load(folder());
      };
    }

    /** Its golden folder; that of all golden folders where it is our own. */
    public Path folder() {
      return goldenFolder(golden);
    }
  }

  private TinyEncoders() {}

  /** A folder of the golden files. */
  public static Path goldenFolder(String name) {
    return HOME.resolve("emoglot-model/src/test/resources/golden").resolve(name);
  }

  /** The golden values beside an encoder, to be closed. */
  public static Safetensors golden(String name) {
    return Safetensors.open(goldenFolder(name).resolve("golden.safetensors"));
  }

  /** Samples of 0.20, 0.31 and 0.44 s, whole multiples of 1/32768. */
  public static List<float[]> clips() {
    try (Safetensors golden = golden("wav2vec2-base-tiny")) {
      return List.of(golden.floats("clip0"), golden.floats("clip1"), golden.floats("clip2"));
    }
  }

  /** Configuration of a log-mel layout as small as the golden ones. */
  public static LogMelConfig logMelConfig(boolean preNorm) {
    return new LogMelConfig(
        80, 2, MelNorm.BAND, new ContextConfig(48, LAYERS, 4, 96, 16, 4, preNorm, 1e-5, 0.1));
  }

  private static LoadedEncoder logMel(boolean preNorm) {
    LoadedEncoder weights = LoadedEncoder.seeded(logMelConfig(preNorm), 1);
    randomize(weights.parameters(), 2);
    return weights;
  }

  /**
   * Draws every parameter anew: norms about 1, biases about 0, weights of variance 1 / fan-in; so
   * that none is trivial and states keep their size.
   */
  public static void randomize(Parameters parameters, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    parameters
        .all()
        .forEach(
            (name, tensor) -> {
              long[] shape = tensor.shape();
              boolean norm = name.contains("layer_norm") && name.endsWith("weight");
              double deviation =
                  shape.length == 1 ? 0.2 : Math.sqrt((double) shape[0] / tensor.numel());
              float[] values = new float[Math.toIntExact(tensor.numel())];
              for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((norm ? 1 : 0) + deviation * random.nextGaussian());
              }
              Ops.assign(tensor, values);
            });
  }
}
