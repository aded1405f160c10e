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
    if (preNorm) {
      Tensor attended = attention.forward(x.with(attentionNorm.forward(input)));
      Tensor h = input.add(dropout(x, attended, training));
      return x.with(h.add(transformed(x.with(outerNorm.forward(h)), training)));
    }
    Tensor attended = attention.forward(x.with(input));
    Tensor h = attentionNorm.forward(input.add(dropout(x, attended, training)));
    return x.with(outerNorm.forward(h.add(transformed(x.with(h), training))));
  }

  private Tensor transformed(Frames x, boolean training) {
    return behindFeedForward.forward(dropout(x, feedForward.forward(x.values()), training));
  }

  private Tensor dropout(Frames batch, Tensor x, boolean training) {
    return batch.with(x).channelDropout(dropout, training).values();
  }
}
