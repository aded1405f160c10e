package org.emoglot.selfsupervised;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.data.Utterance;
import org.emoglot.loop.Learner;
import org.emoglot.loop.Losses;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.BatchSampler;
import org.emoglot.sampling.RandomSampler;
import org.emoglot.sampling.SeededRandom;
import org.emoglot.tensor.Ops;

/**
 * Learns from speech without labels, and validates on held-out clips. Everything random in a step
 * (batch, crops, masks, negatives, Gumbel noise, dropout) follows from the seed and its number.
 */
public final class SpeechLearner implements Learner<PretrainingValidation> {

  /** L_m. */
  public static final String CONTRASTIVE = "contrastive";

  /** Of the quantizer's soft choices in a batch, in [G, GV]. */
  public static final String PERPLEXITY = "perplexity";

  /** Share of masked frames with their own target nearest, in [0, 1]. */
  public static final String ACCURACY = "accuracy";

  /** Streams of random numbers; those below are the samplers' and the training's. */
  private static final long CROP_STREAM = 11;

  private static final long MASK_STREAM = 12;
  private static final long ENGINE_STREAM = 13;

  private final PretrainingNetwork network;
  private final PreparedSpeech clips;
  private final BatchSampler sampler;
  private final SelfSupervision settings;
  private final Map<String, Tensor> trainable;
  private final HeldOut heldOut;
  private final Crops crops;
  private final long seed;

  /**
   * A learner of one training.
   *
   * @param clips where prepared clips come from
   * @param training clips to learn from
   * @param validation clips that are held out
   */
  public SpeechLearner(
      PretrainingNetwork network,
      PreparedSpeech clips,
      List<Utterance> training,
      List<Utterance> validation,
      SelfSupervision settings,
      long seed) {
    this.network = network;
    this.clips = clips;
    this.sampler = new RandomSampler(training, settings.training().clips(), seed);
    this.settings = settings;
    this.trainable = network.trainable();
    this.crops = new Crops(network, settings);
    this.heldOut = new HeldOut(network, clips, validation, settings, crops, seed);
    this.seed = seed;
  }

  @Override
  public Map<String, Tensor> trainable() {
    return trainable;
  }

  @Override
  public Losses losses(long step) {
    List<Utterance> batch = sampler.batch(step);
    torch.manual_seed(SeededRandom.of(seed, ENGINE_STREAM, step).nextLong());
    Frames features = network.features(frames(batch, step));
    Masking masking =
        crops.masking(features.lengths(), clip -> SeededRandom.of(seed, MASK_STREAM, step, clip));
    double temperature = settings.gumbel().temperature(step, settings.training().steps());
    PretrainingNetwork.Loss loss =
        network.loss(features, masking, gumbel(masking), temperature, true);
    Map<String, Tensor> parts = new LinkedHashMap<>();
    parts.put(CONTRASTIVE, loss.contrastive());
    parts.put(PERPLEXITY, loss.perplexity());
    parts.put(ACCURACY, loss.accuracy());
    return new Losses(loss.total(), parts);
  }

  @Override
  public PretrainingValidation validate(
      long step, double trainingLoss, List<PretrainingValidation> before) {
    return heldOut.validate(step, trainingLoss);
  }

  @Override
  public Class<PretrainingValidation> validationType() {
    return PretrainingValidation.class;
  }

  @Override
  public boolean validatesFirst() {
    return true;
  }

  /** Gumbel noise, -log of an exponential variable, shape (M, G, V). */
  private Tensor gumbel(Masking masking) {
    ContrastiveConfig config = settings.contrastive();
    return Ops.zeros(masking.count(), config.codebooks(), config.entries())
        .exponential_()
        .log_()
        .neg_();
  }

  private Frames frames(List<Utterance> batch, long step) {
    List<float[]> cut = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      float[] clip = clips.of(batch.get(i));
      int room = crops.room(clip);
      int start = room > 0 ? SeededRandom.of(seed, CROP_STREAM, step, i).nextInt(room + 1) : 0;
      cut.add(crops.cut(clip, start));
    }
    return crops.pack(cut);
  }
}
