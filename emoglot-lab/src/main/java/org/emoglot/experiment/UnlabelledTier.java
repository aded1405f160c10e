package org.emoglot.experiment;

import java.util.List;

/**
 * What a trained model reaches once it is adapted to clips of the target without their labels: a
 * tier of its own beside zero-shot and few-shot, {@code adapted (n unlabelled clips)}. It is
 * measured after the final evaluation, from the same answers, and changes nothing else in a run.
 *
 * @param clips the numbers n that were asked for, ascending; none where nothing was adapted
 * @param draws how often samples were drawn
 * @param samples every clip of the target that was heard without its label, sample by sample
 * @param results of each kind of sample and n, those of random samples first
 */
public record UnlabelledTier(
    List<Integer> clips, int draws, List<Sample> samples, List<Result> results) {

  /** Of a run that adapted nothing. */
  public static final UnlabelledTier NONE = new UnlabelledTier(List.of(), 0, List.of(), List.of());

  /** The kind of samples that are drawn at random. */
  public static final String RANDOM = "random";

  public UnlabelledTier {
    clips = List.copyOf(clips);
    samples = List.copyOf(samples);
    results = List.copyOf(results);
  }

  /**
   * Clips of one corpus that were heard without their labels. The n first of them are the random
   * sample of n; other kinds take some of them. None of them is among the clips that the model was
   * evaluated on once it had heard them.
   *
   * @param draw from 0
   * @param corpus of all of them
   * @param heard their ids, in the order in which they were drawn
   */
  public record Sample(int draw, String corpus, List<String> heard) {

    public Sample {
      heard = List.copyOf(heard);
    }
  }

  /**
   * Figures over all clips of the evaluation: each is answered, in every draw, after samples that
   * it is not in.
   *
   * @param kind of the samples: {@link #RANDOM}, or how one-sided they were made
   * @param clips n that was asked for; a corpus with fewer gives what it has
   * @param heard clips of a sample, on average
   * @param uar mean over the draws, in [0, 1]
   * @param uarLow lower end of its 95 % interval over clips
   * @param uarHigh upper end
   * @param gain less that of the unadapted model on the same clips
   * @param gainLow lower end of its paired 95 % interval over clips
   * @param gainHigh upper end
   * @param p of the paired permutation test that nothing is gained or lost; 1 where nothing changed
   */
  public record Result(
      String kind,
      int clips,
      double heard,
      double uar,
      double uarLow,
      double uarHigh,
      double gain,
      double gainLow,
      double gainHigh,
      double p) {}

  /** The results of random samples, by n. */
  public List<Result> random() {
    return results.stream().filter(result -> result.kind().equals(RANDOM)).toList();
  }

  /** What a table calls a result. */
  public static String tier(int clips) {
    return clips == 0
        ? "unadapted"
        : "adapted (%d unlabelled %s)".formatted(clips, clips == 1 ? "clip" : "clips");
  }
}
