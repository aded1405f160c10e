package org.emoglot.pretrain;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.emoglot.checkpoint.SafetensorsWriter;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.fingerprint.HeardClips;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.AtomicFolders;
import org.emoglot.io.Json;
import org.emoglot.io.Markup;
import org.emoglot.protocol.HeardCorpus;
import org.emoglot.protocol.HeardDeclaration;
import org.emoglot.selfsupervised.ContrastiveConfig;
import org.emoglot.selfsupervised.PretrainingNetwork;

/**
 * A pretrained encoder as a Hugging Face folder, in the form of {@code Wav2Vec2ForPreTraining}:
 * encoder and heads, so that pretraining can continue from it, and what it has heard.
 */
final class PretrainedFolder {

  private PretrainedFolder() {}

  /**
   * Writes config.json, preprocessor_config.json, model.safetensors, README.md and the list of
   * heard clips.
   */
  static void save(
      PretrainingNetwork network,
      PretrainingRecord run,
      ContrastiveConfig contrastive,
      HeardClips heard,
      Path folder) {
    EncoderConfig encoder = network.encoder().config();
    AtomicFolders.write(
        folder,
        temporary -> {
          Json.write(
              temporary.resolve(EncoderFolder.CONFIG_FILE),
              config(encoder, run.heard(), contrastive));
          Json.write(
              temporary.resolve(EncoderFolder.PREPROCESSOR_FILE), encoder.preprocessorJson());
          SafetensorsWriter.write(
              temporary.resolve(EncoderFolder.WEIGHTS_FILE),
              network.stored(),
              Map.of("format", "pt"));
          AtomicFiles.writeString(temporary.resolve("README.md"), card(run, contrastive));
          heard.write(temporary);
        });
  }

  private static Map<String, Object> config(
      EncoderConfig encoder, HeardDeclaration heard, ContrastiveConfig contrastive) {
    Map<String, Object> json = encoder.toJson();
    json.replace("architectures", List.of("Wav2Vec2ForPreTraining")); // where transformers has one
    json.put("num_codevector_groups", contrastive.codebooks());
    json.put("num_codevectors_per_group", contrastive.entries());
    json.put("codevector_dim", contrastive.codeWidth());
    json.put("proj_codevector_dim", contrastive.projectionWidth());
    json.put("num_negatives", contrastive.negatives());
    json.put("contrastive_logits_temperature", contrastive.temperature());
    json.put("diversity_loss_weight", contrastive.diversityWeight());
    if (!heard.equals(HeardDeclaration.UNDECLARED)) {
      json.put(HeardDeclaration.KEY, heard.toJson());
      json.put(HeardDeclaration.IS_ALL_KEY, heard.declared());
    }
    return json;
  }

  private static String card(PretrainingRecord run, ContrastiveConfig contrastive) {
    StringBuilder card = new StringBuilder();
    card.append("---\nlibrary_name: emoglot\npipeline_tag: feature-extraction\nlicense: other\n");
    list(card, "language", run.heard().heard().stream().map(h -> h.language().code()).toList());
    list(card, "datasets", run.heard().heard().stream().map(HeardCorpus::corpus).toList());
    if (!run.backbone().sha256().isEmpty()) {
      card.append("base_model: ").append(Markup.yaml(run.backbone().name())).append('\n');
    }
    card.append("tags:\n- speech\n- self-supervised\n---\n\n# Speech encoder\n\n");
    card.append(
        String.format(
            Locale.ROOT,
            "Pretrained by Emoglot without labels, with the objective of wav2vec 2.0, on %d clips"
                + " (%s h); started from %s, seed %d, %d steps.%n%n",
            run.data().get("training"),
            run.hours().entrySet().stream()
                .map(
                    hours ->
                        String.format(Locale.ROOT, "%s %.2f", hours.getKey(), hours.getValue()))
                .collect(Collectors.joining(", ")),
            Markup.markdown(run.backbone().name()),
            run.seed(),
            run.after().step()));
    if (!run.audit().excludedLanguages().isEmpty()) {
      card.append(
          "Excluded languages, never opened: %s.%n%n"
              .formatted(String.join(", ", run.audit().excludedLanguages())));
    }
    card.append("| | before | after |\n|---|---|---|\n");
    row(card, "contrastive loss", "%.3f", run.before().contrastive(), run.after().contrastive());
    row(
        card,
        "own target nearest, %",
        "%.1f",
        100 * run.before().accuracy(),
        100 * run.after().accuracy());
    row(card, "codebook perplexity", "%.1f", run.before().perplexity(), run.after().perplexity());
    card.append(
        "%nMeasured on %d validation clips; at most %d codebook entries can be in use.%n"
            .formatted(run.data().get("validation"), contrastive.allEntries()));
    card.append(
        "\n"
            + "## Limits\n\n"
            + "It does not recognise emotions: train a classifier on it with `emoglot train"
            + " --backbone`. `heard` in config.json lists what it has heard. The licences of the"
            + " corpora apply to this model too; many allow research only.\n");
    return card.toString();
  }

  private static void list(StringBuilder card, String key, List<String> values) {
    if (!values.isEmpty()) {
      card.append(key).append(":\n");
      new TreeSet<>(values)
          .forEach(value -> card.append("- ").append(Markup.yaml(value)).append('\n'));
    }
  }

  private static void row(
      StringBuilder card, String what, String form, double before, double after) {
    card.append(
        String.format(Locale.ROOT, "| %s | " + form + " | " + form + " |%n", what, before, after));
  }
}
