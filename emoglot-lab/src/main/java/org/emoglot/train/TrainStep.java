package org.emoglot.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loss.Objective;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One step of the optimizer. Everything random in a step (batch, version, augmentation, dropout)
 * follows from the seed and the step's number, so a resumed run repeats it exactly.
 */
final class TrainStep {

  /** Streams of random numbers; 1 and 2 are the samplers'. */
  private static final long AUGMENTATION_STREAM = 3;

  private static final long DROPOUT_STREAM = 4;
  private static final long VERSION_STREAM = 5;

  private final EmotionNetwork network;
  private final Objective objective;
  private final TrainingSet data;
  private final PreparedClips clips;
  private final BatchSampler sampler;
  private final TrainingConfig config;
  private final Schedule schedule;
  private final AdamW optimizer;
  private final Map<String, Tensor> trainable;
  private final long seed;

  TrainStep(TrainingTask task, AdamW optimizer, Map<String, Tensor> trainable) {
    this.network = task.network();
    this.objective = task.objective();
    this.data = task.data();
    this.clips = task.clips();
    this.sampler = task.sampler();
    this.config = task.config();
    this.seed = task.seed();
    this.optimizer = optimizer;
    this.trainable = trainable;
    this.schedule = new Schedule(config.learningRate(), config.warmupSteps(), config.steps());
  }

  /** Does step number {@code step}, counted from 0. */
  StepReport run(long step) {
    torch.manual_seed(SeededRandom.of(seed, DROPOUT_STREAM, step).nextLong());
    try (Scope scope = Scope.open()) {
      Batch batch = batch(step);
      Tensor h = network.embed(batch.frames(), true); // (B, D)
      Tensor logits = network.logits(h); // (B, K)
      double progress = (double) step / config.steps();
      Objective.Parts loss = objective.of(h, logits, data.targets(batch.utterances()), progress);
      loss.total().backward();
      double gradientNorm =
          torch.clip_grad_norm_(new TensorVector(withGradient()), config.gradientClip());
      double total = loss.total().item_double();
      if (!Double.isFinite(total) || !Double.isFinite(gradientNorm)) {
        throw new TrainingDivergedException(step, total, gradientNorm);
      }
      double learningRate = schedule.learningRate(step);
      optimizer.step(step, learningRate);
      return new StepReport(
          step,
          total,
          loss.crossEntropy().item_double(),
          value(loss.contrastive()),
          value(loss.speaker()),
          gradientNorm,
          learningRate);
    }
  }

  /** What one step learns from, in the same order. */
  private record Batch(List<Utterance> utterances, Frames frames) {}

  /** A clip as this step hears it: F frames times C values. */
  private record Heard(Utterance utterance, float[] clip) {}

  /** Sorted by length, so that clips of one length attend together; the loss knows no order. */
  private Batch batch(long step) {
    int channels = network.encoder().preparedChannels();
    Augmentation augmentation =
        new Augmentation(
            config,
            channels,
            network.encoder().preparedFramesPerSecond(),
            network.encoder().preparedMelFrames(),
            network.encoder().preparedSpectrum());
    List<Utterance> drawn = sampler.batch(step);
    List<Heard> heard = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      SeededRandom random = SeededRandom.of(seed, AUGMENTATION_STREAM, step, i);
      Utterance utterance = drawn.get(i);
      heard.add(new Heard(utterance, augmentation.apply(version(utterance, step, i), random)));
    }
    heard.sort(Comparator.comparingInt(one -> one.clip().length));
    return new Batch(
        heard.stream().map(Heard::utterance).toList(),
        Frames.pack(heard.stream().map(Heard::clip).toList(), channels));
  }

  /** The clip or one of its augmented copies, each as likely. */
  private PreparedClip version(Utterance utterance, long step, int place) {
    List<PreparedClip> versions = clips.versionsOf(utterance);
    return versions.get(
        SeededRandom.of(seed, VERSION_STREAM, step, place).nextInt(versions.size()));
  }

  private Tensor[] withGradient() {
    return trainable.values().stream()
        .filter(tensor -> tensor.grad().defined())
        .toArray(Tensor[]::new);
  }

  private static double value(@Nullable Tensor scalar) {
    return scalar == null ? Double.NaN : scalar.item_double();
  }
}
