package org.emoglot.export.transformers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.data.LabelSet;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.encoder.convolution.ConvolutionalConfig;
import org.emoglot.encoder.convolution.Convolutions;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.provenance.Provenance;

/** What lies beside the weights: configuration, feature extractor, licences, card. */
final class FolderFiles {

  private static final String CARD = "README.md";
  private static final String ROTARY_BASE = "rotary_embedding_base"; // an integer there
  private static final String LICENCES = "LICENSE*";

  private FolderFiles() {}

  /**
   * Writes these files into a folder.
   *
   * @param usage how to use the folder, Markdown
   */
  static void write(ExactModel model, String usage, Path folder) {
    Json.write(folder.resolve(EncoderFolder.CONFIG_FILE), config(model));
    Json.write(folder.resolve(EncoderFolder.PREPROCESSOR_FILE), preprocessor(model));
    copyLicences(model.folder(), folder);
    AtomicFiles.writeString(folder.resolve(CARD), card(model.folder()) + usage);
  }

  private static Map<String, Object> config(ExactModel model) {
    HeardStates states = model.states();
    LabelSet labels = model.scorer().labels();
    Map<String, Object> json =
        new LinkedHashMap<>(EncoderTensors.layout(model, states.layers()).toJson());
    json.put("architectures", List.of(model.architecture().className()));
    json.computeIfPresent(ROTARY_BASE, (key, base) -> ((Number) base).intValue());
    json.put("classifier_proj_size", model.encoder().width());
    json.put("use_weighted_layer_sum", states.shares().isPresent());
    json.put("problem_type", "single_label_classification");
    Map<String, String> id2label = new LinkedHashMap<>();
    Map<String, Integer> label2id = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      id2label.put(String.valueOf(i), labels.name(i));
      label2id.put(labels.name(i), i);
    }
    json.put("id2label", id2label);
    json.put("label2id", label2id);
    // Else transformers expects an embedding of masked frames, which answers do not need.
    json.put("mask_time_prob", 0.0);
    json.put("mask_feature_prob", 0.0);
    json.put("dtype", "float32");
    HeardDeclaration heard = model.scorer().heard();
    json.put(HeardDeclaration.KEY, heard.toJson());
    json.put(HeardDeclaration.IS_ALL_KEY, heard.declared());
    json.put("emoglot_version", Provenance.version());
    return json;
  }

  private static Map<String, Object> preprocessor(ExactModel model) {
    Map<String, Object> json = new LinkedHashMap<>();
    if (model.encoder() instanceof ConvolutionalConfig convolutional) {
      json.put("feature_extractor_type", "Wav2Vec2FeatureExtractor");
      // As published: a norm over time hears padding in any case.
      json.put(
          "return_attention_mask", convolutional.convolutions().norm() == Convolutions.Norm.LAYER);
    }
    json.putAll(model.encoder().preprocessorJson());
    return json;
  }

  private static void copyLicences(Path from, Path to) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, LICENCES)) {
      for (Path file : files) {
        Files.copy(file, to.resolve(String.valueOf(file.getFileName())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy licences of " + from + ": " + e.getMessage(), e);
    }
  }

  private static String card(Path folder) {
    Path card = folder.resolve(CARD);
    try {
      return Files.exists(card) ? Files.readString(card).stripTrailing() + "\n\n" : "";
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + card + ": " + e.getMessage(), e);
    }
  }
}
