package org.emoglot.selfsupervised;

/**
 * What is masked.
 *
 * @param share frames under all spans together, overlaps counted twice, as a share of the clip
 * @param spanSeconds length of a span
 * @param leastSpans least number of spans in a clip; two or more, so that there are distractors
 */
public record MaskingConfig(double share, double spanSeconds, int leastSpans) {

  public MaskingConfig {
    Require.that(share > 0 && share <= 1, "masking.share", "in (0, 1]", share);
    Require.that(spanSeconds > 0, "masking.spanSeconds", "positive", spanSeconds);
    Require.that(leastSpans >= 2, "masking.leastSpans", "at least 2", leastSpans);
  }
}
