package org.emoglot.network;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.audio.Views;
import org.emoglot.checkpoint.Storage;
import org.emoglot.classifier.AdaptedFolder;
import org.emoglot.classifier.Confidence;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.unlabelled.SourceLogits;

/**
 * The config.json of a saved model: all that is needed to load it.
 *
 * @param labels emotions in the order of the logits
 * @param encoder layout of the encoder
 * @param adaptation what was trained
 * @param views which copies of a clip it hears; the recording in a file that does not say
 * @param backbone where the encoder came from
 * @param storesBackbone whether the weights file holds the encoder as well
 * @param storage the number format of the encoder's matrices in that file
 * @param leftOut parameters of the encoder that the file lacks, since no answer depends on them
 * @param heard every corpus that the model has heard
 * @param confidence how far to trust its answers; a file without it marks no answer as uncertain
 * @param source how it answers its training languages
 */
record ModelConfig(
    LabelSet labels,
    EncoderConfig encoder,
    AdaptationConfig adaptation,
    Views views,
    BackboneOrigin backbone,
    boolean storesBackbone,
    Storage storage,
    List<String> leftOut,
    HeardDeclaration heard,
    Confidence confidence,
    SourceLogits source) {

  static final String ENCODER = "encoder";

  private static final String VIEWS = "views";
  private static final String STORES_BACKBONE = "stores_backbone";

  private static final String STORAGE = "storage";
  private static final String LEFT_OUT = "left_out";

  static final String MODEL_TYPE = "emoglot";

  /** Reads complete records. */
  private static final ObjectReader COMPLETE =
      Json.mapper()
          .reader()
          .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);

  /** Whether a model's folder holds its encoder, as its config.json says. */
  static boolean storesBackbone(JsonNode config) {
    return config.path(STORES_BACKBONE).asBoolean();
  }

  /** The parameters that a model's file lacks, as its config.json says. */
  static List<String> leftOut(JsonNode config) {
    List<String> names = new ArrayList<>();
    config.path(LEFT_OUT).forEach(name -> names.add(name.asText()));
    return List.copyOf(names);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = ConfigFile.begin(MODEL_TYPE, labels);
    json.put(ENCODER, encoder.toJson());
    json.put("adaptation", adaptation);
    json.put(VIEWS, views.id());
    json.put("backbone", backbone);
    json.put(STORES_BACKBONE, storesBackbone);
    if (storage != Storage.FP32) {
      json.put(STORAGE, storage.id());
    }
    if (!leftOut.isEmpty()) {
      json.put(LEFT_OUT, leftOut);
    }
    ConfigFile.end(json, heard, confidence, source);
    return json;
  }

  static ModelConfig read(Path folder) {
    ConfigFile config = ConfigFile.of(folder);
    Path file = config.file();
    CommitteeConfig.requireOneModel(config);
    if (AdaptedFolder.isAdapted(folder)) {
      throw new InvalidInputException(
          "Expected a model as it was trained, found an adapted one in %s: name the model that it was made of, %s."
              .formatted(folder, AdaptedFolder.base(folder)));
    }
    if (!config.is(MODEL_TYPE)) {
      throw new InvalidInputException(
          "Expected an Emoglot model (model_type %s) in %s, found model_type '%s': train one with emoglot train."
              .formatted(MODEL_TYPE, file, config.type()));
    }
    try {
      return new ModelConfig(
          config.labels(),
          EncoderFamily.parse(
              config.json().path(ENCODER),
              ConfigFile.readObject(folder.resolve(EncoderFolder.PREPROCESSOR_FILE)),
              file),
          COMPLETE.treeToValue(
              AdaptationConfig.complete(config.required("adaptation")), AdaptationConfig.class),
          Views.of(config.json().path(VIEWS).asText(Views.RECORDING.id())),
          COMPLETE.treeToValue(config.required("backbone"), BackboneOrigin.class),
          config.flag(STORES_BACKBONE),
          Storage.of(config.json().path(STORAGE).asText(Storage.FP32.id())),
          leftOut(config.json()),
          config.heard(),
          config.confidence(),
          config.source());
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          "Expected a complete model configuration in %s, found: %s"
              .formatted(file, e.getOriginalMessage()),
          e);
    }
  }
}
