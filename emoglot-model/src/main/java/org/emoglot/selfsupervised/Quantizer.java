package org.emoglot.selfsupervised;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.nn.Linear;
import org.emoglot.tensor.Initializer;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * The product quantizer of wav2vec 2.0, section 2 (Jégou et al. 2011 for products; Jang et al.
 * 2017, arXiv 1611.01144, for the Gumbel softmax): each of G codebooks gives one of its V entries,
 * and these are concatenated. Parameters have the names of Hugging Face's {@code
 * Wav2Vec2ForPreTraining}.
 */
final class Quantizer {

  /** Below it, a share of a codebook entry counts as unused; keeps log 0 out of the gradient. */
  private static final double LEAST_SHARE = 1e-7;

  private final int codebooks;
  private final int entries;
  private final Linear logits;
  private final Tensor codes;

  /**
   * @param channels C of the features
   */
  Quantizer(ContrastiveConfig config, int channels, Parameters parameters) {
    codebooks = config.codebooks();
    entries = config.entries();
    logits =
        new Linear(
            parameters,
            "quantizer.weight_proj",
            channels,
            config.allEntries(),
            Initializer.normal(1));
    codes =
        parameters.take(
            "quantizer.codevectors",
            Initializer.uniform(),
            1,
            config.allEntries(),
            config.codeWidth() / codebooks);
  }

  /**
   * Quantized frames.
   *
   * @param vectors shape (M, codeWidth)
   * @param chosen entry of each codebook, int64 (M, G)
   * @param perplexity effective number of entries in use, summed over the codebooks; a scalar in
   *     [G, GV]
   */
  record Quantized(Tensor vectors, Tensor chosen, Tensor perplexity) {}

  /**
   * Draws entries, with a gradient as if the softmax itself had been taken (straight through).
   *
   * @param features shape (M, C)
   * @param noise Gumbel noise, shape (M, G, V)
   */
  Quantized draw(Tensor features, Tensor noise, double temperature) {
    Tensor scores = scores(features);
    Tensor soft = Ops.scale(scores.add(noise), 1 / temperature).softmax(-1); // (M, G, V)
    Tensor chosen = highest(soft); // (M, G)
    // Exactly one-hot in value: soft - soft is 0.
    Tensor choice = oneHot(chosen, soft).add(soft.sub(soft.detach()));
    Tensor usage = Ops.mean(scores.softmax(-1), 0, false); // (G, V)
    return new Quantized(vectors(choice), chosen, perplexity(usage));
  }

  /** Takes the highest entries: what the quantizer has settled on. */
  Quantized settle(Tensor features) {
    Tensor scores = scores(features);
    Tensor chosen = highest(scores);
    Tensor choice = oneHot(chosen, scores);
    return new Quantized(vectors(choice), chosen, perplexity(Ops.mean(choice, 0, false)));
  }

  private Tensor scores(Tensor features) {
    return logits.forward(features).view(-1, codebooks, entries); // (M, G, V)
  }

  private static Tensor highest(Tensor scores) {
    return scores.argmax(new LongOptional(scores.ndimension() - 1), false);
  }

  private static Tensor oneHot(Tensor chosen, Tensor like) {
    return Ops.zeros(like.shape()).scatter_(2, chosen.unsqueeze(2), new Scalar(1.0));
  }

  /** (M, G, V) choices of (G, V, codeWidth / G) entries. */
  private Tensor vectors(Tensor choice) {
    Tensor books = codes.view(codebooks, entries, -1);
    Tensor taken = choice.transpose(0, 1).matmul(books); // (G, M, codeWidth / G)
    return taken.transpose(0, 1).reshape(choice.size(0), -1); // (M, codeWidth)
  }

  /**
   * The exponential of the entropy of each codebook's usage, summed.
   *
   * @param usage shape (G, V), each row a distribution
   */
  static Tensor perplexity(Tensor usage) {
    Tensor logUsage = usage.clamp_min(new Scalar(LEAST_SHARE)).log();
    return Ops.sum(usage.mul(logUsage), 1, false).neg().exp().sum(new ScalarTypeOptional());
  }
}
