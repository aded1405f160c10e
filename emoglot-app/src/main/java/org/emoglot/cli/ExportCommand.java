package org.emoglot.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.export.OnnxExport;
import org.emoglot.export.transformers.PeftExport;
import org.emoglot.export.transformers.TransformersExport;
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
          + " they were adapted; a model that cannot is refused with the reason.",
      "--format transformers writes a folder that AutoModelForAudioClassification of Hugging Face's"
          + " transformers loads, --format peft one with the low-rank updates alone for PEFT: only"
          + " of a model whose answers these compute exactly, such as a mean over the frames of one"
          + " state below a linear head."
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  emoglot export --model runs/all-de/model --out model.onnx",
      "  emoglot export --model committee --precision int8 --out small.onnx",
      "  emoglot predict --model model.onnx clip.wav",
      "  emoglot export --model runs/all-de/model --format transformers --out hf"
    })
final class ExportCommand implements Callable<Integer> {

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

  @Option(
      names = "--format",
      paramLabel = "<format>",
      completionCandidates = ExportFormat.Ids.class,
      description = "${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
  private String format = ExportFormat.ONNX.id();

  @Option(
      names = "--precision",
      paramLabel = "<precision>",
      completionCandidates = Choices.Storages.class,
      description =
          "How an ONNX file holds the weights: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE});"
              + " fp16 takes half the room, int8 a quarter and the least time, and moves probabilities"
              + " by some hundredths.")
  private String precision = Storage.FP32.id();

  @Option(
      names = {"-o", "--out", "--output"},
      required = true,
      paramLabel = "<path>",
      description = "The file to write, such as model.onnx; of other formats, the folder.")
  private Path out = Path.of("");

  @Mixin private Output output = new Output();

  @Override
  public Integer call() {
    Storage storage = Storage.of(precision);
    ScorerOptions options = ScorerOptions.DEFAULT.withBackbone(backbone);
    ExportFormat wanted = ExportFormat.of(format);
    if (wanted != ExportFormat.ONNX && storage != Storage.FP32) {
      throw new InvalidInputException(
          "Expected --precision fp32 for --format %s, which is exact, found '%s': leave --precision out."
              .formatted(wanted.id(), storage.id()));
    }
    switch (wanted) {
      case ONNX -> say(OnnxExport.write(model, options, storage, out));
      case TRANSFORMERS -> say(TransformersExport.write(model, options, out));
      case PEFT -> say(PeftExport.write(model, options, out));
    }
    return ExitCode.DONE;
  }

  private void say(OnnxExport.Written written) {
    output.result(
        written,
        () ->
            line(
                "Wrote %s: %.1f MB, %d parameters in %s, from samples at 16 kHz to %s.%n",
                out,
                written.bytes() / 1e6,
                written.parameters(),
                written.precision(),
                String.join(", ", written.labels())));
  }

  private void say(TransformersExport.Written written) {
    output.result(
        written,
        () ->
            line(
                "Wrote %s: %.1f MB, %d parameters of %s, which answers %s.%n",
                out,
                written.bytes() / 1e6,
                written.parameters(),
                written.architecture(),
                String.join(", ", written.labels())));
  }

  private void say(PeftExport.Written written) {
    output.result(
        written,
        () ->
            line(
                "Wrote %s: %.1f MB, an adapter of rank %d for %s, which answers %s.%n",
                out,
                written.bytes() / 1e6,
                written.rank(),
                written.base(),
                String.join(", ", written.labels())));
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
