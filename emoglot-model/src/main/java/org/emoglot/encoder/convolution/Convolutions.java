package org.emoglot.encoder.convolution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.ConfigKeys;

/**
 * The layout of the convolutional feature encoder of wav2vec 2.0.
 *
 * @param channelsPerLayer output channels of each convolution
 * @param kernels kernel widths
 * @param strides strides
 * @param bias whether the convolutions have a bias
 * @param norm kind of normalisation
 */
public record Convolutions(
    List<Integer> channelsPerLayer,
    List<Integer> kernels,
    List<Integer> strides,
    boolean bias,
    Norm norm) {

  /**
   * How the convolutions normalise: over time in the first layer, or over channels in every layer.
   */
  public enum Norm {
    GROUP,
    LAYER
  }

  public Convolutions {
    channelsPerLayer = List.copyOf(channelsPerLayer);
    kernels = List.copyOf(kernels);
    strides = List.copyOf(strides);
    if (channelsPerLayer.isEmpty()
        || kernels.size() != channelsPerLayer.size()
        || strides.size() != channelsPerLayer.size()) {
      throw new InvalidInputException(
          "Expected conv_dim, conv_kernel and conv_stride of one length, found %s, %s and %s."
              .formatted(channelsPerLayer, kernels, strides));
    }
  }

  /** Reads a layout in Hugging Face's keys, all of which must be there. */
  public static Convolutions read(ConfigKeys keys) {
    String norm = keys.text("feat_extract_norm");
    return read(
        keys,
        switch (norm) {
          case "group" -> Norm.GROUP;
          case "layer" -> Norm.LAYER;
          default ->
              throw new InvalidInputException(
                  "Expected feat_extract_norm = group or layer in %s, found '%s'."
                      .formatted(keys.origin(), norm));
        });
  }

  /** The same of a family that has one kind of normalisation, which no key says. */
  public static Convolutions read(ConfigKeys keys, Norm norm) {
    keys.expect("feat_extract_activation", "gelu");
    return new Convolutions(
        keys.integers("conv_dim"),
        keys.integers("conv_kernel"),
        keys.integers("conv_stride"),
        keys.flag("conv_bias"),
        norm);
  }

  /** Writes what {@link #read(ConfigKeys)} reads. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("conv_dim", channelsPerLayer);
    json.put("conv_kernel", kernels);
    json.put("conv_stride", strides);
    json.put("conv_bias", bias);
    json.put("num_feat_extract_layers", kernels.size());
    json.put("feat_extract_norm", norm == Norm.LAYER ? "layer" : "group");
    return json;
  }

  /** Channels of a frame of features. */
  public int channels() {
    return channelsPerLayer.get(channelsPerLayer.size() - 1);
  }

  /** Frames that {@code samples} samples give. */
  public int frames(int samples) {
    int frames = samples;
    for (int layer = 0; layer < kernels.size(); layer++) {
      frames = framesOfLayer(layer, frames);
    }
    return frames;
  }

  /** floor((T - kernel) / stride) + 1, or 0 when the input is shorter than the kernel. */
  private int framesOfLayer(int layer, int frames) {
    int room = frames - kernels.get(layer);
    return room < 0 ? 0 : room / strides.get(layer) + 1;
  }
}
