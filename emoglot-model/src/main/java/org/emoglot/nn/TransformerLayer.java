package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Parameters;

/**
 * One transformer layer: self-attention, then a feed-forward block, each with a residual. The
 * residual stream and the norms are float32 whatever the precision of the products.
 */
public final class TransformerLayer implements FrameLayer {

  private final boolean preNorm;
  private final double dropout;
  private final SelfAttention attention;
  private final LayerNorm attentionNorm;
  private final FeedForward feedForward;
  private final LayerNorm outerNorm;
  private final Slot behindFeedForward = new Slot();
  private final Slot before = new Slot();
  private final TransformerSpec.Names names;

  public TransformerLayer(TransformerSpec spec, Parameters parameters, String name) {
    int width = spec.width();
    double epsilon = spec.layerNormEpsilon();
    String start = name + ".";
    names = spec.names();
    preNorm = spec.preNorm();
    dropout = spec.dropout();
    attention = new SelfAttention(spec, parameters, start + names.attention());
    attentionNorm = new LayerNorm(parameters, start + names.attentionNorm(), width, epsilon);
    feedForward =
        new FeedForward(
            width,
            spec.feedForwardWidth(),
            Activation.GELU,
            parameters,
            start,
            names.inner(),
            names.outer());
    outerNorm = new LayerNorm(parameters, start + names.outerNorm(), width, epsilon);
  }

  /** Its attention, which can be told positions. */
  public SelfAttention attention() {
    return attention;
  }

  @Override
  public List<Site> sites(int layer) {
    String name = "layers." + layer;
    List<Site> sites = new ArrayList<>(attention.sites(name + "." + names.attention(), layer));
    sites.addAll(feedForward.sites(name, layer));
    sites.add(new Site(Role.BLOCK, name, layer, behindFeedForward));
    sites.add(new Site(Role.INPUT, name, layer, before));
    return sites;
  }

  @Override
  public Frames forward(Frames x, boolean training) {
    Tensor input = before.forward(x.values());
    double p = training ? dropout : 0;
    if (preNorm) {
      Tensor h = attended(input, x.with(attentionNorm.forward(input)), p);
      return x.with(transformed(h, x.with(outerNorm.forward(h)), p));
    }
    Tensor h = attentionNorm.forward(attended(input, x.with(input), p));
    return x.with(outerNorm.forward(transformed(h, x.with(h), p)));
  }

  /** The residual stream and what attention makes of x, of which a share p is dropped. */
  private Tensor attended(Tensor stream, Frames x, double p) {
    return p == 0
        ? attention.forwardOnto(stream, x)
        : stream.add(dropout(x, attention.forward(x), p));
  }

  /** The same for the feed-forward block. */
  private Tensor transformed(Tensor stream, Frames x, double p) {
    return p == 0 && behindFeedForward.isEmpty()
        ? feedForward.forwardOnto(stream, x.values())
        : stream.add(behindFeedForward.forward(dropout(x, feedForward.forward(x.values()), p)));
  }

  private static Tensor dropout(Frames batch, Tensor x, double p) {
    return batch.with(x).channelDropout(p, true).values();
  }
}
