package org.emoglot.wav2vec2;

import java.util.List;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.acoustic.MelSpectrum;
import org.emoglot.acoustic.UtteranceStatistics;

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

  /** Over what log-mel energies get mean 0 and variance 1. */
  enum MelNorm {
    /**
     * Over a clip's frames, each band for itself, as w2v-BERT 2.0 has it: removes the channel, and
     * with it the tilt of the spectrum, by which loud voices differ from soft ones.
     */
    BAND,

    /** Over a clip's frames and bands: removes the level alone. */
    CLIP;

    /** As it is written in {@code config.json} and in settings. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws InvalidInputException if there is no such kind
     */
    public static MelNorm of(String text) {
      for (MelNorm kind : values()) {
        if (kind.text().equals(text)) {
          return kind;
        }
      }
      throw new InvalidInputException(
          "Expected log-mel energies to be normalised per 'band' or per 'clip', found '%s'."
              .formatted(text));
    }
  }

  /**
   * Log-mel energies of normalised clips, several frames side by side.
   *
   * @param melBins mel bands
   * @param stride consecutive 10 ms frames that make one frame of the transformer
   * @param norm over what they are normalised
   */
  record LogMel(int melBins, int stride, MelNorm norm) implements FeatureEncoderConfig {

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
      return MelSpectrum.frames(samples) / stride;
    }
  }

  /** The statistics of an utterance, which is one frame however long it is. */
  record Statistics() implements FeatureEncoderConfig {

    @Override
    public int channels() {
      return UtteranceStatistics.COUNT;
    }

    @Override
    public int frames(int samples) {
      return Math.min(1, MelSpectrum.frames(samples));
    }
  }
}
