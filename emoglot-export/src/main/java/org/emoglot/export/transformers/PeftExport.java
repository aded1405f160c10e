package org.emoglot.export.transformers;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.checkpoint.PeftAdapter;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.checkpoint.TensorData;
import org.emoglot.classifier.ScorerOptions;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.FreeFolder;
import org.emoglot.io.Json;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.network.CommitteeFolder;
import org.emoglot.network.CommitteeScorer;
import org.emoglot.network.ModelFolder;

/**
 * Writes the low-rank updates and the head of a saved model as the folder of a PEFT adapter:
 * adapter_config.json, adapter_model.safetensors, and the config.json with which its base model is
 * to be opened.
 */
public final class PeftExport {

  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String USAGE =
      """
      ## In PEFT

      ```python
      from peft import PeftModel
      from transformers import AutoConfig, AutoModelForAudioClassification
      config = AutoConfig.from_pretrained("the-folder-of-this-file")
      base = AutoModelForAudioClassification.from_pretrained("%s", config=config)
      model = PeftModel.from_pretrained(base, "the-folder-of-this-file").eval()
      ```

      The softmax of its logits gives the calibrated probabilities of the model that
      `emoglot export --format peft` read. The configuration of this folder names the labels, and the hidden
      states that are pooled; without it the base has another head.
      """;

  private PeftExport() {}

  /**
   * What was written.
   *
   * @param folder the folder
   * @param base the base model, as adapter_config.json names it
   * @param rank of the updates
   * @param bytes of the weights
   * @param labels the emotions in the order of the logits
   */
  public record Written(Path folder, String base, int rank, long bytes, List<String> labels) {}

  /**
   * Writes a model's adapter; the folder appears whole.
   *
   * @param model its folder
   * @param options where its backbone is; the precision is ignored
   * @throws InvalidInputException if the model is missing or damaged, or PEFT cannot compute what
   *     it does, or there is something at the folder to write
   */
  public static Written write(Path model, ScorerOptions options, Path out) {
    FreeFolder.require(out);
    try (CommitteeScorer scorer = CommitteeScorer.load(model, options)) {
      ExactModel exact = ExactModel.of(model, scorer);
      requireLowRank(exact);
      String base = base(model, options);
      Map<String, TensorData> tensors = new LinkedHashMap<>(LoraTensors.of(exact));
      HeadTensors.of(exact).forEach((name, data) -> tensors.put(LoraTensors.MODEL + name, data));
      AtomicFolders.write(
          out,
          folder -> {
            SafetensorsWriter.write(folder.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
            Json.write(folder.resolve(PeftAdapter.CONFIG_FILE), config(exact, base));
            FolderFiles.write(exact, USAGE.formatted(base), folder);
          });
      return new Written(
          out,
          base,
          exact.adaptation().loraRank(),
          TransformersExport.bytes(tensors),
          scorer.labels().names());
    }
  }

  private static void requireLowRank(ExactModel model) {
    AdaptationConfig adaptation = model.adaptation();
    if (adaptation.kind() != AdaptationConfig.Kind.PEFT || adaptation.loraRank() == 0) {
      throw new InvalidInputException(
          "Expected a model with low-rank updates for a PEFT adapter, found the adaptation '%s'%s in %s: choose --format transformers."
              .formatted(
                  adaptation.kind().id(),
                  adaptation.kind() == AdaptationConfig.Kind.PEFT ? " without them" : "",
                  model.folder()));
    }
    if (LoraTensors.modules(model).isEmpty()) {
      throw new InvalidInputException(
          "Expected low-rank updates below the state that is pooled for a PEFT adapter, found them above it (adaptation.lowestLayer %d, adaptation.layer %s) in %s: choose --format transformers."
              .formatted(adaptation.lowestLayer(), adaptation.layer(), model.folder()));
    }
    if (model.architecture().bypassesProjections()
        && !adaptation.loraTargets().equals(List.of(LoraTensors.FEED_FORWARD))) {
      throw new InvalidInputException(
          "Expected low-rank updates only of feed-forward blocks for a PEFT adapter of WavLM, whose attention in transformers ignores adapters, found those of %s in %s: choose --format transformers."
              .formatted(adaptation.loraTargets(), model.folder()));
    }
  }

  /** The repository of the base on the hub, or its folder. */
  private static String base(Path model, ScorerOptions options) {
    if (CommitteeFolder.isCommittee(model) || !ModelFolder.needsBackbone(model)) {
      throw new InvalidInputException(
          "Expected a model on a separate backbone for a PEFT adapter, found one that contains its encoder in %s: choose --format transformers."
              .formatted(model));
    }
    if (options.hasBackbone()) {
      return options.backbone().toAbsolutePath().normalize().toString();
    }
    BackboneOrigin origin = ModelFolder.backbone(model);
    return origin.name().contains("/") ? origin.name() : origin.location();
  }

  private static Map<String, Object> config(ExactModel model, String base) {
    AdaptationConfig adaptation = model.adaptation();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("peft_type", "LORA");
    json.put("base_model_name_or_path", base);
    json.put("r", adaptation.loraRank());
    json.put("lora_alpha", adaptation.loraAlpha());
    json.put("lora_dropout", 0.0);
    json.put("bias", "none");
    json.put("target_modules", LoraTensors.modules(model));
    json.put("modules_to_save", List.of("projector", "classifier"));
    json.put("fan_in_fan_out", false);
    json.put("init_lora_weights", true);
    json.put("use_rslora", false);
    json.put("use_dora", false);
    json.put("inference_mode", true);
    return json;
  }
}
