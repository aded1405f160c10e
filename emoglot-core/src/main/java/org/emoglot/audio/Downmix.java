package org.emoglot.audio;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.emoglot.InvalidInputException;

/**
 * How several channels become one. A single channel stays as it is under every policy.
 *
 * <p>The mean loses what differs in sign between the channels (two microphones out of phase, as in
 * some clips of EMOVO); the other policies take one channel and keep it untouched.
 */
public enum Downmix {
  /** The mean of all channels. */
  MEAN {
    @Override
    float[] mix(float[][] channels) {
      float[] mixed = new float[channels[0].length];
      for (int i = 0; i < mixed.length; i++) {
        double sum = 0;
        for (float[] channel : channels) {
          sum += channel[i];
        }
        mixed[i] = (float) (sum / channels.length);
      }
      return mixed;
    }
  },

  /** The first channel. */
  LEFT {
    @Override
    float[] mix(float[][] channels) {
      return channels[0];
    }
  },

  /** The second channel. */
  RIGHT {
    @Override
    float[] mix(float[][] channels) {
      return channels[1];
    }
  },

  /** The channel with the most energy; of equals, the first. */
  LOUDEST {
    @Override
    float[] mix(float[][] channels) {
      double[] energies = new double[channels.length];
      addEnergy(channels, energies);
      return channels[loudest(energies)];
    }

    @Override
    Function<float[][], float[]> mixer(Supplier<AudioStream> audio) {
      try (AudioStream stream = audio.get()) {
        double[] energies = new double[stream.channels()];
        for (float[][] block = stream.next(); block[0].length > 0; block = stream.next()) {
          addEnergy(block, energies);
        }
        int loudest = loudest(energies);
        return channels -> channels[loudest];
      }
    }
  };

  /** Mixes at least two channels, (channels, frames), into one, (frames). */
  abstract float[] mix(float[][] channels);

  /**
   * Mixes the blocks of a stream of several channels as {@link #mix} does the whole.
   *
   * @param audio opens the stream again, for a policy that has to read all of it first
   */
  Function<float[][], float[]> mixer(Supplier<AudioStream> audio) {
    return this::mix;
  }

  /** One channel of {@code clip.frames()} samples; may be the clip's own array. */
  public float[] apply(AudioClip clip) {
    float[][] channels = clip.channels();
    return channels.length == 1 ? channels[0] : mix(channels);
  }

  /** The lower-case name used on the command line and in configurations. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The policy of an id.
   *
   * @throws InvalidInputException if there is none
   */
  public static Downmix of(String id) {
    return Arrays.stream(values())
        .filter(downmix -> downmix.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "Expected a down-mix policy (%s), found '%s'."
                        .formatted(
                            Arrays.stream(values())
                                .map(Downmix::id)
                                .collect(Collectors.joining(", ")),
                            id)));
  }

  private static void addEnergy(float[][] channels, double[] energies) {
    for (int c = 0; c < channels.length; c++) {
      for (float sample : channels[c]) {
        energies[c] += (double) sample * sample;
      }
    }
  }

  private static int loudest(double[] energies) {
    int loudest = 0;
    for (int c = 1; c < energies.length; c++) {
      loudest = energies[c] > energies[loudest] ? c : loudest;
    }
    return loudest;
  }
}
