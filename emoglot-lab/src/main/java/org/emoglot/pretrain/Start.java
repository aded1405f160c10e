package org.emoglot.pretrain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.checkpoint.Weights;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.EncoderFamily;
import org.emoglot.encoder.EncoderFolder;
import org.emoglot.io.Json;
import org.emoglot.network.Backbone;
import org.emoglot.selfsupervised.ContrastiveConfig;
import org.emoglot.selfsupervised.PretrainingNetwork;
import org.emoglot.tensor.Parameters;

/** What a pretraining begins with. */
final class Start {

  private Start() {}

  /**
   * The encoder of a request: fresh, or read from a folder.
   *
   * @throws InvalidInputException if it has no transformer
   */
  static Backbone backbone(PretrainingRequest request) {
    Backbone backbone = open(request);
    if (backbone.weights().encoder().config().layers() == 0) {
      backbone.weights().close();
      throw new InvalidInputException(
          "Expected an encoder with a transformer to pretrain, found one without layers in %s: it cannot learn from masked frames."
              .formatted(request.backbone()));
    }
    EncoderConfig config = backbone.weights().encoder().config();
    if (config.stateFramesPerSecond() != config.framesPerSecond()
        || config.framesPerSecond() == 0) {
      backbone.weights().close();
      throw new InvalidInputException(
          "Expected an encoder with a hidden state for each frame of its features, which is learned from where the frame is masked, found one of another rate in %s: only wav2vec 2.0, its relatives and log-mel encoders can be pretrained."
              .formatted(request.backbone()));
    }
    return backbone;
  }

  private static Backbone open(PretrainingRequest request) {
    if (request.backbone().equals(PretrainingRequest.MINI)) {
      return Backbone.fresh(
          PretrainingRequest.MINI, request.settings().mini().layout(), request.seed());
    }
    Path path = Path.of(request.backbone());
    if (Files.isRegularFile(path)) {
      EncoderConfig layout =
          EncoderFamily.parse(
              Json.read(path),
              Json.read(path.resolveSibling(EncoderFolder.PREPROCESSOR_FILE)),
              path);
      return Backbone.fresh("layout " + path.toAbsolutePath().normalize(), layout, request.seed());
    }
    return Backbone.open(path);
  }

  /** The network: the heads of an earlier pretraining with these sizes, else fresh ones. */
  static PretrainingNetwork network(
      PretrainingRequest request, Backbone backbone, PretrainingListener listener) {
    PretrainingSettings settings = request.settings();
    if (!backbone.origin().location().isEmpty()) {
      try (Weights file = Weights.open(Path.of(backbone.origin().location()))) {
        if (holdsHeads(file, settings.contrastive(), backbone.weights().encoder().config())) {
          return new PretrainingNetwork(
              backbone.weights(),
              Parameters.from(file, PretrainingNetwork::storedName),
              settings.contrastive(),
              settings.training());
        }
        listener.message(
            "The backbone has no quantizer of these sizes; a new one is drawn from the seed.");
      }
    }
    return new PretrainingNetwork(
        backbone.weights(),
        Parameters.seeded(request.seed()),
        settings.contrastive(),
        settings.training());
  }

  private static boolean holdsHeads(Weights file, ContrastiveConfig config, EncoderConfig encoder) {
    long all = config.allEntries();
    long compared = config.projectionWidth();
    long width = encoder.width();
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    shapes.put(PretrainingNetwork.storedName("masked_spec_embed"), List.of(width));
    shapes.put("quantizer.weight_proj.weight", List.of(all, (long) encoder.channels()));
    shapes.put("quantizer.weight_proj.bias", List.of(all));
    shapes.put(
        "quantizer.codevectors", List.of(1L, all, (long) config.codeWidth() / config.codebooks()));
    shapes.put("project_hid.weight", List.of(compared, width));
    shapes.put("project_hid.bias", List.of(compared));
    shapes.put("project_q.weight", List.of(compared, (long) config.codeWidth()));
    shapes.put("project_q.bias", List.of(compared));
    return shapes.entrySet().stream()
        .allMatch(
            head ->
                file.names().contains(head.getKey())
                    && file.entry(head.getKey()).shape().equals(head.getValue()));
  }
}
