package org.emoglot.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.emoglot.checkpoint.PeftAdapter;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.hub.HubClient;
import org.emoglot.hub.HubListener;
import org.emoglot.hub.HubOptions;
import org.emoglot.io.Json;
import org.jspecify.annotations.Nullable;

/** From what {@code --backbone} says to a folder: a folder as it is, a hub id after a download. */
final class BackboneFolder {

  private static final String HUB_ID = "[\\w.-]+/[\\w.-]+";
  private static final String REVISION = "main";

  /** preprocessor_config.json, processor_config.json or both. */
  private static final String EXTRACTOR = "*processor_config.json";

  /** config.json, the extractor's, what tells a PEFT adapter, and another layout's, if any. */
  private static final List<String> CONFIGURATION = List.of("*config.json", "config.yaml*");

  /** One file or its shards, not a second copy in another precision, as Whisper large-v3 has. */
  private static final List<String> SAFE_WEIGHTS =
      List.of(
          "config.json",
          EXTRACTOR,
          "model.safetensors*",
          "model-*.safetensors",
          "adapter_model.safetensors*");

  private static final List<String> PICKLED_WEIGHTS =
      List.of("config.json", EXTRACTOR, "pytorch_model.bin*", "pytorch_model-*.bin");

  /** Of a model that was published in a layout of its own, as emotion2vec. */
  private static final List<String> PUBLISHED_WEIGHTS = List.of("config.yaml", "*.pt");

  private BackboneFolder() {}

  /**
   * The folder of a backbone.
   *
   * @param backbone a folder, or the id of a repository on the hub such as {@code
   *     facebook/wav2vec2-base-960h}
   */
  static Path of(String backbone, Output output) {
    Path folder = PathArgument.of(backbone);
    if (Files.exists(folder) || !backbone.matches(HUB_ID)) {
      return folder;
    }
    return download(backbone, HubOptions.fromEnvironment(), output);
  }

  static Path download(String repository, HubOptions options, Output output) {
    try (Download download = new Download(output)) {
      HubClient hub = new HubClient(options, download);
      // What cannot be used is refused before its weights are downloaded.
      Path configuration = hub.snapshot(repository, REVISION, CONFIGURATION);
      Path config = configuration.resolve(EncoderFolder.CONFIG_FILE);
      if (!Files.exists(config)) {
        PeftAdapter.refuse(configuration);
        if (EncoderFolder.published(configuration).isPresent()) {
          return hub.snapshot(repository, REVISION, PUBLISHED_WEIGHTS);
        }
      }
      EncoderFolder.readPreprocessor(configuration, Json.read(config));
      Path snapshot = hub.snapshot(repository, REVISION, SAFE_WEIGHTS);
      return hasSafetensors(snapshot)
          ? snapshot
          : hub.snapshot(repository, REVISION, PICKLED_WEIGHTS);
    }
  }

  private static boolean hasSafetensors(Path snapshot) {
    return Files.exists(snapshot.resolve("model.safetensors"))
        || Files.exists(snapshot.resolve("model.safetensors.index.json"));
  }

  /** One progress bar for each file. */
  private static final class Download implements HubListener, AutoCloseable {

    private final Output output;
    private String file = "";
    private @Nullable Progress bar;

    Download(Output output) {
      this.output = output;
    }

    @Override
    public void progress(String fileName, long done, long total) {
      if (bar == null || !fileName.equals(file)) {
        close();
        file = fileName;
        bar = output.progress("downloading " + fileName, "bytes", Math.max(0, total));
      }
      bar.update(done, Math.max(0, total));
    }

    @Override
    public void warning(String sentence) {
      output.note(sentence);
    }

    @Override
    public void close() {
      if (bar != null) {
        bar.close();
      }
    }
  }
}
