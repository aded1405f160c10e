package org.emoglot.selfsupervised;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.LoadedEncoder;
import org.emoglot.encoder.TinyEncoders;
import org.emoglot.nn.Frames;
import org.emoglot.tensor.Difference;
import org.emoglot.tensor.Figures;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;
import org.emoglot.tensor.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Loss and gradients against transformers, see {@code reference/pretraining_goldens.py}. */
@ExtendWith(OneThread.class)
class PretrainingParityTest {

  private static final double TOLERANCE = 1e-4;
  private static final double GUMBEL_TEMPERATURE = 1.5;
  private static final ContrastiveConfig CONFIG =
      new ContrastiveConfig(10, 0.1, 0.1, 10, 2, 6, 8, 12);

  /** The masking of a golden file, and the frames of its clips. */
  private static Masking masking(Safetensors golden) {
    long[] masked = longs(golden, "masked");
    int longest = masked.length / 2;
    List<int[]> frames = new ArrayList<>();
    Map<Long, Long> positions = new LinkedHashMap<>();
    for (int clip = 0; clip < 2; clip++) {
      int offset = clip * longest;
      frames.add(IntStream.range(0, longest).filter(t -> masked[offset + t] == 1).toArray());
      for (int frame : frames.get(clip)) {
        positions.put((long) offset + frame, (long) positions.size());
      }
    }
    long[] all = longs(golden, "negatives");
    int each = all.length / masked.length;
    long[] negatives =
        positions.keySet().stream()
            .flatMapToLong(
                row -> IntStream.range(0, each).mapToLong(k -> all[(int) (row * each) + k]))
            .map(positions::get)
            .toArray();
    return new Masking(frames, negatives, each);
  }

  private static long[] longs(Safetensors golden, String name) {
    LongBuffer buffer = golden.bytes(name).asLongBuffer();
    long[] values = new long[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  private static PretrainingNetwork network(Path folder, boolean trainFeatureEncoder) {
    PretrainingConfig training =
        new PretrainingConfig(
            1, 1e-3, 0, 0, 1, 2, 1, 0.25, 1, 0.5, 2, trainFeatureEncoder, 1.0, 16);
    try (Weights file = Weights.open(folder)) {
      Parameters heads = Parameters.from(file, PretrainingNetwork::storedName);
      PretrainingNetwork network =
          new PretrainingNetwork(LoadedEncoder.load(folder), heads, CONFIG, training);
      heads.requireComplete(folder);
      return network;
    }
  }

  @ParameterizedTest
  @CsvSource({"pretraining-base-tiny, true", "pretraining-large-tiny, false"})
  void loss_withGivenRandomness_equalsTransformersInValueAndGradient(String name, boolean trained) {
    Map<String, Double> worst = new LinkedHashMap<>();
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden(name);
        PretrainingNetwork network = network(TinyEncoders.goldenFolder(name), trained)) {
      Masking masking = masking(golden);
      Frames samples = Frames.pack(List.of(golden.floats("clip0"), golden.floats("clip1")), 1);
      Frames features =
          trained ? network.features(samples) : network.encoder().encodeFeatures(samples);
      Tensor noise =
          Ops.tensor(golden.floats("noise"), masking.count(), CONFIG.codebooks(), CONFIG.entries());
      PretrainingNetwork.Loss loss =
          network.loss(features, masking, noise, GUMBEL_TEMPERATURE, true);

      assertThat(longs(loss.chosen())).isEqualTo(longs(golden, "codes"));
      compare(worst, golden, "contrastive", loss.contrastive());
      compare(worst, golden, "diversity", loss.diversity());
      compare(worst, golden, "total", loss.total());
      compare(worst, golden, "perplexity", loss.perplexity());
      if (trained) {
        compare(worst, golden, "penalty", loss.penalty());
      }
      loss.total().backward();
      compareGradients(worst, golden, network);
      PretrainingNetwork.Loss settled = network.settledLoss(features, masking);
      compare(worst, golden, "settled.contrastive", settled.contrastive());
      compare(worst, golden, "settled.perplexity", settled.perplexity());
    }
    Figures.write("parity-" + name, worst);
    assertThat(worst).allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  @Test
  void load_ofAFolderThatWeWroteAndTransformersRead_givesTheSameHiddenStates() {
    Map<String, Double> worst = new LinkedHashMap<>();
    Path folder = TinyEncoders.goldenFolder("pretraining-written");
    try (Scope scope = Scope.open();
        Safetensors golden = TinyEncoders.golden("pretraining-written");
        Safetensors ours = Safetensors.open(folder.resolve("model.safetensors"));
        LoadedEncoder weights = LoadedEncoder.load(folder)) {
      Frames samples = Frames.pack(List.of(golden.floats("samples")), 1);
      List<Frames> states =
          weights.encoder().hiddenStates(weights.encoder().encodeFeatures(samples), false);
      for (int layer = 0; layer < states.size(); layer++) {
        compare(worst, golden, "hidden." + layer, states.get(layer).values());
      }
      assertThat(golden.floats("codevectors")).isEqualTo(ours.floats("quantizer.codevectors"));
    }
    Figures.write("parity-pretraining-written", worst);
    assertThat(worst)
        .hasSize(3)
        .allSatisfy((what, error) -> assertThat(error).as(what).isLessThan(TOLERANCE));
  }

  private static void compareGradients(
      Map<String, Double> worst, Safetensors golden, PretrainingNetwork network) {
    TreeSet<String> ours = new TreeSet<>();
    double largest =
        golden.names().stream()
            .filter(name -> name.startsWith("grad."))
            .mapToDouble(name -> largest(golden.floats(name)))
            .max()
            .orElseThrow();
    network
        .trainable()
        .forEach(
            (name, tensor) -> {
              String stored = "grad." + stored(name);
              ours.add(stored);
              float[] expected = golden.floats(stored);
              float[] actual = Ops.floats(tensor.grad());
              // The keys' bias has no gradient but rounding: softmax does not see it.
              worst.put(
                  stored,
                  largest(expected) < 1e-6 * largest
                      ? Difference.max(actual, expected) / largest
                      : Difference.relative(actual, expected));
            });
    assertThat(ours)
        .isEqualTo(
            new TreeSet<>(
                golden.names().stream().filter(name -> name.startsWith("grad.")).toList()));
  }

  private static String stored(String name) {
    return name.replace("conv.weight_g", "conv.parametrizations.weight.original0")
        .replace("conv.weight_v", "conv.parametrizations.weight.original1");
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static long[] longs(Tensor x) {
    float[] values = Ops.floats(x);
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = (long) values[i];
    }
    return longs;
  }

  private static void compare(
      Map<String, Double> worst, Safetensors golden, String name, Tensor actual) {
    worst.put(name, Difference.relative(Ops.floats(actual), golden.floats(name)));
  }
}
