package org.emoglot.selfsupervised;

/**
 * The objective and the quantizer of its targets.
 *
 * @param negatives distractors K of each masked frame
 * @param temperature kappa, the divisor of cosines
 * @param diversityWeight alpha, the weight of the diversity loss
 * @param featurePenalty weight of the mean square of the convolutions' output, where they are
 *     trained
 * @param codebooks G
 * @param entries V of each codebook
 * @param codeWidth width of a code: one entry of each codebook, side by side; G divides it
 * @param projectionWidth P, the width of predictions and targets
 */
public record ContrastiveConfig(
    int negatives,
    double temperature,
    double diversityWeight,
    double featurePenalty,
    int codebooks,
    int entries,
    int codeWidth,
    int projectionWidth) {

  public ContrastiveConfig {
    Require.that(negatives > 0, "contrastive.negatives", "positive", negatives);
    Require.that(temperature > 0, "contrastive.temperature", "positive", temperature);
    Require.that(
        diversityWeight >= 0, "contrastive.diversityWeight", "at least 0", diversityWeight);
    Require.that(featurePenalty >= 0, "contrastive.featurePenalty", "at least 0", featurePenalty);
    Require.that(codebooks > 0, "contrastive.codebooks", "positive", codebooks);
    Require.that(entries > 1, "contrastive.entries", "at least 2", entries);
    Require.that(
        codeWidth > 0 && codeWidth % codebooks == 0,
        "contrastive.codeWidth",
        "a multiple of contrastive.codebooks",
        codeWidth);
    Require.that(projectionWidth > 0, "contrastive.projectionWidth", "positive", projectionWidth);
  }

  /** All codebook entries: the highest possible perplexity. */
  public int allEntries() {
    return codebooks * entries;
  }
}
