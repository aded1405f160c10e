package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.emoglot.io.Sha256;
import org.emoglot.loss.Objective;
import org.emoglot.network.Backbone;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.protocol.Plan;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.sampling.HierarchicalSampler;
import org.emoglot.sampling.RandomSampler;
import org.emoglot.train.Head;
import org.emoglot.train.PreparedClips;
import org.emoglot.train.TrainingSet;
import org.emoglot.train.TrainingTask;

/** What a run works on: backbone, network, losses and batches. */
final class Provisioning implements AutoCloseable {

  private final ExperimentRequest request;
  private final Plan plan;
  private final Backbone backbone;
  private final EmotionNetwork network;
  private final TrainingSet data;
  private final Objective objective;

  private Provisioning(
      ExperimentRequest request, Plan plan, Backbone backbone, EmotionNetwork network) {
    this.request = request;
    this.plan = plan;
    this.backbone = backbone;
    this.network = network;
    this.data =
        new TrainingSet(
            plan.labels(),
            request.settings().training().head() == Head.FITTED
                ? plan.trainingBesideShots() // the head is fitted to these in the end
                : plan.training(),
            plan.validation());
    Calibrating.requireSource(plan, data, request.settings().training());
    this.objective =
        Objective.of(
            request.system().terms(),
            request.settings().loss(),
            data.counts(network.encoder().width()),
            request.seed());
  }

  /** Reads or draws the encoder, and builds the network on it. */
  static Provisioning of(ExperimentRequest request, Plan plan) {
    Settings settings = request.settings();
    Backbone backbone =
        BuiltIn.named(request.backbone())
            .map(one -> Backbone.fresh(one.id(), one.layout(settings), request.seed()))
            .orElseGet(() -> Backbone.open(Path.of(request.backbone()), settings.hearing()));
    EmotionNetwork network =
        EmotionNetwork.fresh(
            request.labels(), settings.adaptation(), backbone.weights(), request.seed());
    network.setViews(settings.views());
    network.setPrecision(settings.precision()); // before anything is computed or kept
    return new Provisioning(request, plan, backbone, network);
  }

  Backbone backbone() {
    return backbone;
  }

  EmotionNetwork network() {
    return network;
  }

  /**
   * Of everything that decides the result: what a checkpoint and a finished run must agree with.
   */
  String fingerprint() {
    return Sha256.of(
        String.join(
            "\n",
            plan.hash(),
            request.acting().hash(),
            backbone.origin().name(),
            backbone.origin().sha256(),
            request.seed() + adapted()));
  }

  /** Earlier versions adapted nothing. */
  private String adapted() {
    return request.unlabelled().isEmpty() ? "" : "\nadapted " + request.unlabelled();
  }

  /** The training of the network on prepared clips. */
  TrainingTask training(PreparedClips clips) {
    return new TrainingTask(
        network,
        objective,
        data,
        clips,
        sampler(),
        request.settings().training(),
        request.seed(),
        fingerprint());
  }

  private BatchSampler sampler() {
    return switch (request.system().batches()) {
      case RANDOM ->
          new RandomSampler(plan.training(), request.settings().batchSize(), request.seed());
      case HIERARCHICAL ->
          new HierarchicalSampler(plan.training(), request.settings().batches(), request.seed());
    };
  }

  /** Numbers in all parameters, and in those that are trained. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("parameters", EmotionNetwork.count(network.parameters()));
    counts.put("trained", EmotionNetwork.count(network.trainable()));
    return counts;
  }

  @Override
  public void close() {
    network.close();
    objective.close();
  }
}
