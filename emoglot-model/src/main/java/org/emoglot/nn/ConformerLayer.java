package org.emoglot.nn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.emoglot.tensor.Ops;
import org.emoglot.tensor.Parameters;

/**
 * One conformer layer (Gulati et al. 2020, arXiv 2005.08100, section 2.4): half of a feed-forward
 * block, self-attention, convolution, half of another feed-forward block, each with a residual;
 * then a layer norm. Its parameters have the names of transformers' conformers.
 */
public final class ConformerLayer implements FrameLayer {

  private static final String ATTENTION = "self_attn";

  private final double dropout;
  private final LayerNorm firstNorm;
  private final FeedForward first;
  private final LayerNorm attentionNorm;
  private final SelfAttention attention;
  private final ConvolutionModule convolution;
  private final LayerNorm secondNorm;
  private final FeedForward second;
  private final LayerNorm finalNorm;
  private final Slot behindSecond = new Slot();
  private final Slot before = new Slot();

  public ConformerLayer(ConformerSpec spec, Parameters parameters, String name) {
    dropout = spec.dropout();
    String start = name + ".";
    firstNorm = norm(spec, parameters, start + "ffn1_layer_norm");
    first = feedForward(spec, parameters, start, "ffn1");
    attentionNorm = norm(spec, parameters, start + "self_attn_layer_norm");
    attention =
        new SelfAttention(
            spec.width(),
            spec.heads(),
            true,
            SelfAttention.Names.LINEAR,
            parameters,
            start + ATTENTION);
    convolution = new ConvolutionModule(spec, parameters, start + "conv_module");
    secondNorm = norm(spec, parameters, start + "ffn2_layer_norm");
    second = feedForward(spec, parameters, start, "ffn2");
    finalNorm = norm(spec, parameters, start + "final_layer_norm");
  }

  private static LayerNorm norm(ConformerSpec spec, Parameters parameters, String name) {
    return new LayerNorm(parameters, name, spec.width(), spec.layerNormEpsilon());
  }

  private static FeedForward feedForward(
      ConformerSpec spec, Parameters parameters, String layer, String name) {
    return new FeedForward(
        spec.width(),
        spec.feedForwardWidth(),
        spec.activation(),
        parameters,
        layer,
        name + ".intermediate_dense",
        name + ".output_dense");
  }

  /** Its attention, which can be told positions. */
  public SelfAttention attention() {
    return attention;
  }

  @Override
  public List<Site> sites(int layer) {
    String name = "layers." + layer;
    List<Site> sites = new ArrayList<>(attention.sites(name + "." + ATTENTION, layer));
    sites.addAll(first.sites(name, layer));
    sites.addAll(second.sites(name, layer));
    sites.add(new Site(Role.BLOCK, name, layer, behindSecond));
    sites.add(new Site(Role.INPUT, name, layer, before));
    return sites;
  }

  @Override
  public Frames forward(Frames x, boolean training) {
    Tensor h = before.forward(x.values());
    h = h.add(half(x, first.forward(firstNorm.forward(h)), training));
    h = h.add(dropout(x, attention.forward(x.with(attentionNorm.forward(h))), training));
    h = h.add(dropout(x, convolution.forward(x.with(h)), training));
    Tensor last = half(x, second.forward(secondNorm.forward(h)), training);
    return x.with(finalNorm.forward(h.add(behindSecond.forward(last))));
  }

  private Tensor half(Frames batch, Tensor x, boolean training) {
    return Ops.scale(dropout(batch, x, training), 0.5);
  }

  private Tensor dropout(Frames batch, Tensor x, boolean training) {
    return batch.with(x).channelDropout(dropout, training).values();
  }
}
