package org.emoglot.pretrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.data.Utterance;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Scope;
import org.emoglot.train.AdamW;
import org.emoglot.train.Schedule;
import org.emoglot.train.TrainingDivergedException;

/**
 * One step of the optimizer. Everything random in a step (batch, crops, masks, negatives, Gumbel
 * noise, dropout) follows from the seed and the step's number, so a resumed run repeats it exactly.
 */
public final class PretrainingStep {

  /** Streams of random numbers; those below are the samplers' and the training's. */
  private static final long CROP_STREAM = 11;

  private static final long MASK_STREAM = 12;
  private static final long ENGINE_STREAM = 13;

  private final PretrainingNetwork network;
  private final PreparedSpeech clips;
  private final BatchSampler sampler;
  private final PretrainingSettings settings;
  private final AdamW optimizer;
  private final Map<String, Tensor> trainable;
  private final Schedule schedule;
  private final long seed;

  PretrainingStep(
      PretrainingNetwork network,
      PreparedSpeech clips,
      BatchSampler sampler,
      PretrainingSettings settings,
      AdamW optimizer,
      long seed) {
    this.network = network;
    this.clips = clips;
    this.sampler = sampler;
    this.settings = settings;
    this.optimizer = optimizer;
    this.trainable = network.trainable();
    this.seed = seed;
    PretrainingConfig config = settings.training();
    this.schedule = new Schedule(config.learningRate(), config.warmupSteps(), config.steps());
  }

  /**
   * What a step saw.
   *
   * @param step number, counted from 0
   * @param loss the objective, per masked frame
   * @param contrastive L_m
   * @param perplexity of the quantizer's soft choices in this batch, in [G, GV]
   * @param accuracy share of masked frames whose own target is the nearest, in [0, 1]
   * @param gradientNorm before clipping
   */
  public record Report(
      long step,
      double loss,
      double contrastive,
      double perplexity,
      double accuracy,
      double gradientNorm) {}

  /** Does step number {@code step}, counted from 0. */
  Report run(long step) {
    List<Utterance> batch = sampler.batch(step);
    torch.manual_seed(SeededRandom.of(seed, ENGINE_STREAM, step).nextLong());
    try (Scope scope = Scope.open()) {
      Frames features = network.features(crops(batch, step));
      Masking masking =
          Masking.draw(
              features.lengths(),
              settings.masking(),
              span(network, settings.masking()),
              settings.contrastive().negatives(),
              clip -> SeededRandom.of(seed, MASK_STREAM, step, clip));
      double temperature = settings.gumbel().temperature(step, settings.training().steps());
      PretrainingNetwork.Loss loss =
          network.loss(features, masking, gumbel(masking), temperature, true);
      loss.total().backward();
      Tensor[] withGradient =
          trainable.values().stream().filter(t -> t.grad().defined()).toArray(Tensor[]::new);
      double gradientNorm =
          torch.clip_grad_norm_(new TensorVector(withGradient), settings.training().gradientClip());
      double total = loss.total().item_double();
      if (!Double.isFinite(total) || !Double.isFinite(gradientNorm)) {
        throw new TrainingDivergedException(step, total, gradientNorm);
      }
      optimizer.step(step, schedule.learningRate(step));
      return new Report(
          step,
          total,
          loss.contrastive().item_double(),
          loss.perplexity().item_double(),
          loss.accuracy().item_double(),
          gradientNorm);
    }
  }

  /** Frames of a span. */
  static int span(PretrainingNetwork network, MaskingConfig config) {
    return (int) Math.max(1, Math.round(config.spanSeconds() * network.framesPerSecond()));
  }

  /** Gumbel noise, -log of an exponential variable, shape (M, G, V). */
  private Tensor gumbel(Masking masking) {
    ContrastiveConfig config = settings.contrastive();
    return Ops.zeros(masking.count(), config.codebooks(), config.entries())
        .exponential_()
        .log_()
        .neg_();
  }

  private Frames crops(List<Utterance> batch, long step) {
    int channels = network.preparedChannels();
    int wanted = cropFrames(network, settings.training());
    List<float[]> crops = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      float[] clip = clips.of(batch.get(i));
      int room = clip.length / channels - wanted;
      int start = room > 0 ? SeededRandom.of(seed, CROP_STREAM, step, i).nextInt(room + 1) : 0;
      crops.add(cut(clip, start, wanted, channels));
    }
    return Frames.pack(crops, channels);
  }

  /** Prepared frames of the longest crop. */
  static int cropFrames(PretrainingNetwork network, PretrainingConfig config) {
    return (int) Math.round(config.cropSeconds() * network.preparedFramesPerSecond());
  }

  /** A stretch of a clip, or all of it from there. */
  static float[] cut(float[] clip, int start, int frames, int channels) {
    int end = Math.min(clip.length, (start + frames) * channels);
    return start == 0 && end == clip.length
        ? clip
        : Arrays.copyOfRange(clip, start * channels, end);
  }
}
