package org.emoglot.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * Folders of Hugging Face's PEFT library: {@code adapter_config.json} beside the weights of an
 * adapter, which are small changes to a separate base model.
 */
public final class PeftAdapter {

  /** What tells such a folder from any other. */
  public static final String CONFIG_FILE = "adapter_config.json";

  private PeftAdapter() {}

  /**
   * Refuses a folder that holds an adapter and no model; does nothing for any other.
   *
   * @throws InvalidInputException that names the base model
   */
  public static void refuse(Path folder) {
    Path file = folder.resolve(CONFIG_FILE);
    if (!Files.isRegularFile(file) || WeightFiles.isIn(folder)) {
      return;
    }
    JsonNode base = Json.read(file).path("base_model_name_or_path");
    throw new InvalidInputException(
        "Expected a model in %s, found a PEFT adapter, which contains only changes to a base model: give its base %s, or merge the adapter into it (merge_and_unload in PEFT), save that, and give its folder."
            .formatted(
                folder,
                base.isTextual() && !base.textValue().isBlank()
                    ? Refusal.quote(base.textValue())
                    : "(which %s does not name)".formatted(CONFIG_FILE)));
  }
}
