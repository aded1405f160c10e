package org.emoglot.train;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.emoglot.data.Utterance;
import org.emoglot.feature.PreparedClip;
import org.emoglot.loop.Learner;
import org.emoglot.loop.Losses;
import org.emoglot.loss.BatchView;
import org.emoglot.loss.Objective;
import org.emoglot.network.EmotionNetwork;
import org.emoglot.nn.Frames;
import org.emoglot.sampling.SeededRandom;

/** Learns emotions from labelled clips, and validates on the validation clips. */
final class EmotionLearner implements Learner<ValidationReport> {

  /** Streams of random numbers; 1 and 2 are the samplers'. */
  private static final long AUGMENTATION_STREAM = 3;

  private static final long DROPOUT_STREAM = 4;
  private static final long VERSION_STREAM = 5;

  private final TrainingTask task;
  private final EmotionNetwork network;
  private final Map<String, Tensor> trainable;
  private final Validation validation;

  EmotionLearner(TrainingTask task) {
    this.task = task;
    this.network = task.network();
    this.trainable = task.trainable();
    this.validation = new Validation(network, task.data(), task.clips());
  }

  @Override
  public Map<String, Tensor> trainable() {
    return trainable;
  }

  @Override
  public Losses losses(long step) {
    torch.manual_seed(SeededRandom.of(task.seed(), DROPOUT_STREAM, step).nextLong());
    Batch batch = batch(step);
    Tensor h = network.embed(batch.frames(), true); // (B, D)
    Tensor logits = network.logits(h); // (B, K)
    double progress = (double) step / task.config().steps();
    Objective.Value loss =
        task.objective()
            .of(new BatchView(h, logits, task.data().targets(batch.utterances()), progress));
    return new Losses(loss.total(), loss.terms());
  }

  @Override
  public ValidationReport validate(long step, double trainingLoss, List<ValidationReport> before) {
    return validation.report(step, trainingLoss, before);
  }

  @Override
  public Class<ValidationReport> validationType() {
    return ValidationReport.class;
  }

  /** What one step learns from, in the same order. */
  private record Batch(List<Utterance> utterances, Frames frames) {}

  /** A clip as this step hears it: F frames times C values. */
  private record DrawnClip(Utterance utterance, float[] clip) {}

  /** Sorted by length, so that clips of one length attend together; the loss knows no order. */
  private Batch batch(long step) {
    int channels = network.encoder().preparedChannels();
    Augmentation augmentation =
        new Augmentation(
            task.config(),
            channels,
            network.encoder().preparedFramesPerSecond(),
            network.encoder().preparedMelFrames(),
            network.encoder().preparedTokens(),
            network.encoder().preparedSpectrum());
    List<Utterance> drawn = task.sampler().batch(step);
    List<DrawnClip> clips = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      SeededRandom random = SeededRandom.of(task.seed(), AUGMENTATION_STREAM, step, i);
      Utterance utterance = drawn.get(i);
      clips.add(new DrawnClip(utterance, augmentation.apply(version(utterance, step, i), random)));
    }
    clips.sort(Comparator.comparingInt(one -> one.clip().length));
    return new Batch(
        clips.stream().map(DrawnClip::utterance).toList(),
        Frames.pack(clips.stream().map(DrawnClip::clip).toList(), channels));
  }

  /** A view of the clip or of one of its augmented copies, each as likely. */
  private PreparedClip version(Utterance utterance, long step, int place) {
    List<PreparedClip> versions = task.clips().versionsOf(utterance);
    return versions.get(
        SeededRandom.of(task.seed(), VERSION_STREAM, step, place).nextInt(versions.size()));
  }
}
