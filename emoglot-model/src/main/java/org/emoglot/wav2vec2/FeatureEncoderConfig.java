package org.emoglot.wav2vec2;

import java.util.List;
import org.emoglot.InvalidInputException;

/** What turns samples into the frames on which the transformer works. */
public sealed interface FeatureEncoderConfig {

  /** Channels C of a frame. */
  int channels();

  /** Frames that {@code samples} samples give; 0 when the clip is too short. */
  int frames(int samples);

  /**
   * Where the convolutions normalise: over time in the first layer, or over channels in every
   * layer.
   */
  enum ConvolutionNorm {
    GROUP,
    LAYER
  }

  /**
   * The convolutional feature encoder of wav2vec 2.0.
   *
   * @param channelsPerLayer output channels of each convolution
   * @param kernels kernel widths
   * @param strides strides
   * @param bias whether the convolutions have a bias
   * @param norm kind of normalisation
   */
  record Convolutional(
      List<Integer> channelsPerLayer,
      List<Integer> kernels,
      List<Integer> strides,
      boolean bias,
      ConvolutionNorm norm)
      implements FeatureEncoderConfig {

    public Convolutional {
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

    @Override
    public int channels() {
      return channelsPerLayer.get(channelsPerLayer.size() - 1);
    }

    @Override
    public int frames(int samples) {
      int frames = samples;
      for (int layer = 0; layer < kernels.size(); layer++) {
        frames = framesOfLayer(layer, frames);
      }
      return frames;
    }

    /** floor((T - kernel) / stride) + 1, or 0 when the input is shorter than the kernel. */
    int framesOfLayer(int layer, int frames) {
      int room = frames - kernels.get(layer);
      return room < 0 ? 0 : room / strides.get(layer) + 1;
    }
  }

  /**
   * Log-mel energies, normalised per clip and band, several frames side by side.
   *
   * @param melBins mel bands
   * @param stride consecutive 10 ms frames that make one frame of the transformer
   */
  record LogMel(int melBins, int stride) implements FeatureEncoderConfig {

    public LogMel {
      if (melBins < 1 || stride < 1) {
        throw new InvalidInputException(
            "Expected positive num_mel_bins and stride, found " + melBins + " and " + stride + ".");
      }
    }

    @Override
    public int channels() {
      return melBins * stride;
    }

    @Override
    public int frames(int samples) {
      int room = samples - LogMelFeatureEncoder.FRAME_SAMPLES;
      return room < 0 ? 0 : (room / LogMelFeatureEncoder.HOP_SAMPLES + 1) / stride;
    }
  }
}
