package org.emoglot.export.transformers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.FreeFolder;
import org.emoglot.network.CommitteeScorer;

/**
 * Writes a saved model as a folder that {@code AutoModelForAudioClassification} and {@code
 * pipeline("audio-classification")} load: config.json, preprocessor_config.json, model.safetensors,
 * the model card and licences. Low-rank updates are part of the weights, the temperature is part of
 * the classifier.
 *
 * <p>transformers hears a clip whole, and Whisper at most its window: longer clips than 30 s differ
 * from Emoglot, which hears those in windows.
 */
public final class TransformersExport {

  private static final String USAGE =
      """
      ## In transformers

      ```python
      from transformers import pipeline
      print(pipeline("audio-classification", "the-folder-of-this-file")("clip.wav"))
      ```

      The class is `%s`. Its scores are the calibrated probabilities of the model that
      `emoglot export --format transformers` read, for clips of up to 30 s, one at a time.
      """;

  private TransformersExport() {}

  /**
   * What was written.
   *
   * @param folder the folder
   * @param architecture the class of transformers
   * @param bytes of the weights
   * @param parameters values in them
   * @param labels the emotions in the order of the logits
   */
  public record Written(
      Path folder, String architecture, long bytes, long parameters, List<String> labels) {}

  /**
   * Writes a model; the folder appears whole.
   *
   * @param model its folder
   * @param options where its backbone is; the precision is ignored
   * @throws InvalidInputException if the model is missing or damaged, or no class of transformers
   *     computes what it does, or there is something at the folder to write
   */
  public static Written write(Path model, ScorerOptions options, Path out) {
    FreeFolder.require(out);
    try (CommitteeScorer scorer = CommitteeScorer.load(model, options)) {
      ExactModel exact = ExactModel.of(model, scorer);
      Map<String, TensorData> tensors = new LinkedHashMap<>(EncoderTensors.of(exact));
      tensors.putAll(HeadTensors.of(exact));
      String architecture = exact.architecture().className();
      AtomicFolders.write(
          out,
          folder -> {
            SafetensorsWriter.write(
                folder.resolve(EncoderFolder.WEIGHTS_FILE), tensors, Map.of("format", "pt"));
            FolderFiles.write(exact, USAGE.formatted(architecture), folder);
          });
      return new Written(
          out, architecture, bytes(tensors), elements(tensors), scorer.labels().names());
    }
  }

  static long bytes(Map<String, TensorData> tensors) {
    return tensors.values().stream().mapToLong(data -> data.entry().bytes()).sum();
  }

  static long elements(Map<String, TensorData> tensors) {
    return tensors.values().stream().mapToLong(data -> data.entry().elements()).sum();
  }
}
