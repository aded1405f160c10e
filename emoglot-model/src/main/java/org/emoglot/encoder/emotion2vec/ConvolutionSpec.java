package org.emoglot.encoder.emotion2vec;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.emoglot.InvalidInputException;
import org.emoglot.encoder.convolution.Convolutions;

/**
 * How fairseq writes the layout of convolutions: a sum of lists of (channels, kernel, stride), each
 * perhaps times a number, such as {@code [(512, 10, 5)] + [(512, 3, 2)] * 4}.
 */
final class ConvolutionSpec {

  private static final Pattern TERM = Pattern.compile("\\[(.+?),?](?:\\*(\\d{1,2}))?");
  private static final Pattern LAYER =
      Pattern.compile("\\(([1-9]\\d{0,5}),([1-9]\\d{0,3}),([1-9]\\d{0,3})\\)");

  private ConvolutionSpec() {}

  /** Reads one. */
  static Convolutions read(String spec, Convolutions.Norm norm, Object origin) {
    List<Integer> channels = new ArrayList<>();
    List<Integer> kernels = new ArrayList<>();
    List<Integer> strides = new ArrayList<>();
    for (String text : spec.replaceAll("\\s", "").split("\\+", -1)) {
      Matcher term = TERM.matcher(text);
      require(term.matches(), spec, origin);
      int times = term.group(2) == null ? 1 : Integer.parseInt(term.group(2));
      for (int i = 0; i < times; i++) {
        for (String one : term.group(1).split("(?<=\\)),", -1)) {
          Matcher layer = LAYER.matcher(one);
          require(layer.matches(), spec, origin);
          channels.add(Integer.parseInt(layer.group(1)));
          kernels.add(Integer.parseInt(layer.group(2)));
          strides.add(Integer.parseInt(layer.group(3)));
        }
      }
    }
    return new Convolutions(channels, kernels, strides, false, norm);
  }

  private static void require(boolean understood, String spec, Object origin) {
    if (!understood) {
      throw new InvalidInputException(
          "Expected feature_encoder_spec such as '[(512, 10, 5)] + [(512, 3, 2)] * 4' in %s, found '%s'."
              .formatted(origin, spec.length() > 80 ? spec.substring(0, 80) + "..." : spec));
    }
  }

  /** Writes one. */
  static String write(Convolutions convolutions) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < convolutions.kernels().size(); i++) {
      layers.add(
          "(%d, %d, %d)"
              .formatted(
                  convolutions.channelsPerLayer().get(i),
                  convolutions.kernels().get(i),
                  convolutions.strides().get(i)));
    }
    return layers.toString();
  }
}
