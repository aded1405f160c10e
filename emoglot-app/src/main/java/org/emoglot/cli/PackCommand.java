package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emoglot.checkpoint.Storage;
import org.emoglot.network.ModelPacking;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a saved model as a small folder that needs nothing else. */
@Command(
    name = "pack",
    description = {
      "Writes a saved model or committee as a folder that needs nothing else: with its encoder, but"
          + " without the layers above the hidden states that it uses.",
      "In fp16 the encoder's matrices take half the room, in int8 a quarter, with a scale for each"
          + " row; adapters and head stay float32. Measure what the rounding costs with emoglot"
          + " evaluate."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot pack --model run/model --precision int8 --out small",
      "  emoglot predict --model small clip.wav"
    })
final class PackCommand implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "<folder>",
      description = "A saved model or committee: the folder named model in the folder of a run.")
  private Path model = Path.of("");

  @Option(
      names = "--backbone",
      paramLabel = "<folder>",
      description =
          "The backbone of a model that contains only adapters, if it has moved since training.")
  private Path backbone = Path.of("");

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      completionCandidates = Choices.Storages.class,
      description =
          "The number format of the encoder's matrices: ${COMPLETION-CANDIDATES} (default"
              + " ${DEFAULT-VALUE}).")
  private String precision = Storage.INT8.id();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<folder>",
      description = "The folder of the packed model, which must not exist or must be empty.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  /** What was done, as JSON. */
  private record Result(ModelPacking.Record packed, long bytes) {}

  @Override
  public Integer call() {
    ModelPacking.Record packed = ModelPacking.pack(model, backbone, Storage.of(precision), out);
    Result result = new Result(packed, ModelPacking.bytes(out));
    output.result(result, () -> text(result));
    return ExitCode.DONE;
  }

  private String text(Result result) {
    return String.format(
        Locale.ROOT,
        "Wrote %s, %.1f MB, matrices in %s%s.%n",
        out,
        result.bytes() / 1e6,
        result.packed().precision(),
        result.packed().leftOut() == 0
            ? ""
            : ", without %d tensors of layers that it does not use"
                .formatted(result.packed().leftOut()));
  }
}
