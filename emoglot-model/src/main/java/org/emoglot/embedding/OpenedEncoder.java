package org.emoglot.embedding;

import java.nio.file.Path;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.adapt.AdaptationConfig;
import org.emoglot.adapt.AdaptationConfig.Gate;
import org.emoglot.adapt.AdaptationConfig.Kind;
import org.emoglot.adapt.AdaptedEncoder;
import org.emoglot.encoder.EncoderConfig;
import org.emoglot.encoder.Hearing;
import org.emoglot.hub.HubClient;
import org.emoglot.network.Backbone;
import org.emoglot.network.BackboneOrigin;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.network.ModelFolder;
import org.emoglot.tensor.Parameters;

/**
 * An encoder with what is known of it.
 *
 * @param origin where it came from
 * @param adaptation how it was adapted
 * @param release closes it
 */
record OpenedEncoder(
    BackboneOrigin origin, AdaptedEncoder encoder, AdaptationConfig adaptation, Runnable release) {

  private static final AdaptationConfig AS_IT_IS =
      new AdaptationConfig(
          Kind.NONE, 0, 0, List.of(), 0, Gate.NONE, false, 0, EmbeddingOptions.LAST);

  /** Of a Hugging Face checkpoint or a saved model. */
  static OpenedEncoder of(Path folder, EmbeddingOptions options) {
    if (ModelFolder.isModel(folder)) {
      return of(folder, ModelFolder.load(folder), options);
    }
    Backbone backbone = Backbone.open(folder, options.hearing());
    Parameters parameters = backbone.weights().parameters();
    AdaptedEncoder encoder =
        new AdaptedEncoder(
            backbone.weights().encoder(), parameters, AS_IT_IS, Parameters.seeded(0));
    parameters.setPrecision(options.precision());
    parameters.pack();
    return new OpenedEncoder(backbone.origin(), encoder, AS_IT_IS, parameters::close);
  }

  /** Of a model with only adapters, whose backbone is in another folder now. */
  static OpenedEncoder of(Path folder, Path backbone, EmbeddingOptions options) {
    return of(folder, ModelFolder.load(folder, backbone), options);
  }

  private static OpenedEncoder of(Path folder, EmotionNetwork network, EmbeddingOptions options) {
    try {
      requireHearing(folder, network.encoder().config(), options);
      network.setPrecision(options.precision());
      Path place = folder.toAbsolutePath().normalize();
      return new OpenedEncoder(
          new BackboneOrigin(
              HubClient.repositoryOf(folder).orElse(String.valueOf(place.getFileName())),
              ModelFolder.sha256(folder),
              place.toString()),
          network.encoder(),
          network.adaptation(),
          network::close);
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static void requireHearing(Path folder, EncoderConfig config, EmbeddingOptions options) {
    if (options.hearing() != Hearing.VALID && options.hearing() != config.hearing()) {
      throw new InvalidInputException(
          "Expected a model that was trained with the hearing %s, found %s in %s: leave the hearing out; a trained model hears as in its training."
              .formatted(options.hearing().id(), config.hearing().id(), folder));
    }
  }
}
