package org.emoglot.train;

import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.data.Utterance;
import org.emoglot.loss.Objective;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.sampling.BatchSampler;

/**
 * Everything a training needs.
 *
 * @param network changed in place
 * @param objective the loss, whose own parameters are trained with the network
 * @param data utterances and their indices
 * @param clips prepared clips of those utterances
 * @param sampler which utterances make a batch
 * @param config budget and rates
 * @param seed of everything random
 * @param fingerprint of the configuration and the data; a checkpoint of another one is refused
 */
public record TrainingTask(
    EmotionNetwork network,
    Objective objective,
    TrainingSet data,
    PreparedClips clips,
    BatchSampler sampler,
    TrainingConfig config,
    long seed,
    String fingerprint) {

  /** The clips that the network has learned from in the end. */
  List<Utterance> learned() {
    return config.learned(data.training(), data.validation());
  }

  /** All that is trained: the network's trainable parameters and the objective's own. */
  Map<String, Tensor> trainable() {
    Map<String, Tensor> trainable = network.trainable();
    trainable.putAll(objective.parameters().all());
    return trainable;
  }
}
