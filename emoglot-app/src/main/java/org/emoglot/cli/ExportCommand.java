package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.export.OnnxExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a saved model in a format of others. */
@Command(
    name = "export",
    description = {
      "Writes a saved model or committee as one ONNX file, from the samples of a clip to the"
          + " probabilities of the emotions and an embedding, which ONNX Runtime answers with in"
          + " Java, Python, JavaScript and other languages, without Emoglot and PyTorch.",
      "Whisper, wav2vec 2.0, HuBERT, WavLM, UniSpeech and log-mel encoders can be exported, however"
          + " they were adapted; a model that cannot is refused with the reason."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot export --model runs/all-de/model --out model.onnx",
      "  emoglot export --model committee --precision int8 --out small.onnx",
      "  emoglot predict --model model.onnx clip.wav"
    })
final class ExportCommand implements Callable<Integer> {

  private static final String ONNX = "onnx";

  @Option(
      names = "--model",
      required = true,
      paramLabel = "<folder>",
      description = "A saved model: the folder named model in the folder of a run, or a committee.")
  private Path model = Path.of("");

  @Option(
      names = "--backbone",
      paramLabel = "<folder>",
      description =
          "The backbone of a model that contains only adapters, if it has moved since training.")
  private Path backbone = Path.of("");

  @Option(names = "--format", paramLabel = "<format>", description = "onnx (default).")
  private String format = ONNX;

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      completionCandidates = Choices.Storages.class,
      description =
          "How the file holds the weights: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE});"
              + " fp16 takes half the room, int8 a quarter and the least time, and moves probabilities"
              + " by some hundredths.")
  private String precision = Storage.FP32.id();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<file>",
      description = "The file to write, such as model.onnx.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    if (!format.equals(ONNX)) {
      throw new InvalidInputException(
          "Expected the format onnx for --format, found '%.40s'.".formatted(format));
    }
    OnnxExport.Written written =
        OnnxExport.write(
            model, ScorerOptions.DEFAULT.withBackbone(backbone), Storage.of(precision), out);
    output.result(
        written,
        () ->
            String.format(
                Locale.ROOT,
                "Wrote %s: %.1f MB, %d parameters in %s, from samples at 16 kHz to %s.%n",
                out,
                written.bytes() / 1e6,
                written.parameters(),
                written.precision(),
                String.join(", ", written.labels())));
    return ExitCode.DONE;
  }
}
