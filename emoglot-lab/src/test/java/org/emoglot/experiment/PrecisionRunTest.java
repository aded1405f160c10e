package org.emoglot.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.checkpoint.DType;
import org.emoglot.checkpoint.Safetensors;
import org.emoglot.experiment.Interruption.Interrupted;
import org.emoglot.experiment.Interruption.Moment;
import org.emoglot.io.Json;
import org.emoglot.tensor.OneThread;
import org.emoglot.tensor.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs whose encoder computes in bfloat16. */
@ExtendWith(OneThread.class)
class PrecisionRunTest {

  @TempDir Path folder;

  private TinyRun fp32(String name) {
    return TinyRun.in(folder.resolve(name));
  }

  private TinyRun bf16(String name) {
    return fp32(name).with("precision", "bf16");
  }

  @Test
  void run_bf16_isAnotherRunOfTheSamePlanWithNearlyTheSameLoss() {
    RunRecord exact = fp32("fp32").run();
    RunRecord rounded = bf16("bf16").run();

    assertThat(exact.settings().precision()).isEqualTo(Precision.FP32);
    assertThat(rounded.settings().precision()).isEqualTo(Precision.BF16);
    assertThat(Json.read(folder.resolve("bf16/run.json")).at("/settings/precision").asText())
        .isEqualTo("bf16");
    assertThat(rounded.protocolHash()).isEqualTo(exact.protocolHash());
    assertThat(rounded.settingsHash()).isNotEqualTo(exact.settingsHash());
    assertThat(rounded.fingerprint()).isNotEqualTo(exact.fingerprint());
    double loss = exact.training().history().get(0).trainingLoss();
    assertThat(rounded.training().history().get(0).trainingLoss())
        .as("mean loss of the first steps")
        .isCloseTo(loss, within(0.02 * Math.abs(loss)))
        .isNotEqualTo(loss);
    assertThat(folder.resolve("bf16/model/README.md")).content().contains("precision: `bf16`");
  }

  @Test
  void run_bf16Interrupted_endsAsTheWholeRun() {
    RunRecord whole = bf16("whole").run();
    for (int step : new int[] {3, 6}) {
      TinyRun run = bf16("interrupted-" + step);
      assertThatThrownBy(() -> run.run(Interruption.at(Moment.AFTER_STEP, step)))
          .isInstanceOf(Interrupted.class);

      RunRecord resumed = run.run();

      assertThat(TinyRun.outcome(run.out())).isEqualTo(TinyRun.outcome(folder.resolve("whole")));
      assertThat(resumed.training()).isEqualTo(whole.training());
      assertThat(resumed.results()).isEqualTo(whole.results());
    }
  }

  @Test
  void run_bf16InTheFolderOfAnFp32Run_isRefused() {
    fp32("done").run();
    assertThatThrownBy(() -> fp32("begun").run(Interruption.at(Moment.AFTER_STEP, 6)))
        .isInstanceOf(Interrupted.class);

    assertThatThrownBy(() -> bf16("done").run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found the finished run of another task, configuration");
    assertThatThrownBy(() -> bf16("begun").run())
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("another configuration, seed or data");
  }

  @Test
  void run_bf16InFull_storesFloat32Masters() {
    bf16("full").run();

    try (Safetensors weights = Safetensors.open(folder.resolve("full/model/model.safetensors"))) {
      assertThat(weights.names())
          .allSatisfy(
              name -> assertThat(weights.entry(name).dtype()).as(name).isEqualTo(DType.F32));
      assertThat(factors(weights))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(roundedShare(weights, name)).as(name).isLessThan(0.1));
    }
  }

  @Test
  void run_bf16OnADrawnFrozenEncoder_storesWhatItComputedWithAsFloat32() {
    bf16("peft").withBackbone(Path.of(BuiltIn.MINI.id()), Kind.PEFT).run();
    Path model = folder.resolve("peft/model");

    assertThat(Files.exists(model.resolve("model.safetensors"))).isTrue();
    try (Safetensors weights = Safetensors.open(model.resolve("model.safetensors"))) {
      assertThat(weights.names())
          .allSatisfy(
              name -> assertThat(weights.entry(name).dtype()).as(name).isEqualTo(DType.F32));
      assertThat(factors(weights))
          .isNotEmpty()
          .allSatisfy(name -> assertThat(roundedShare(weights, name)).as(name).isEqualTo(1));
      assertThat(weights.names().stream().filter(name -> name.contains("lora_A")).toList())
          .isNotEmpty()
          .allSatisfy(name -> assertThat(roundedShare(weights, name)).as(name).isLessThan(0.1));
    }
  }

  /** Matrices of the transformer's layers that no adaptation added. */
  private static List<String> factors(Safetensors weights) {
    return weights.names().stream()
        .filter(name -> name.startsWith("wav2vec2.encoder.layers.") && name.endsWith("weight"))
        .filter(name -> weights.entry(name).shape().size() == 2)
        .toList();
  }

  /** The share of the values that bfloat16 can hold: the lower half of such a float32 is zero. */
  private static double roundedShare(Safetensors weights, String name) {
    float[] values = weights.floats(name);
    int rounded = 0;
    for (float value : values) {
      if ((Float.floatToRawIntBits(value) & 0xffff) == 0) {
        rounded++;
      }
    }
    return (double) rounded / values.length;
  }
}
