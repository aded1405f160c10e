package org.emoglot.augment;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.emoglot.audio.Waveform;
import org.emoglot.sampling.SeededRandom;

/**
 * Copies of a clip as another voice, room, microphone and line would have made it, in that order.
 * Everything random follows from the seed, the id of the clip and the number of the copy. Each
 * change draws its own numbers, so switching one off does not affect the others.
 */
public final class Variants {

  /** A stream of random numbers after the first five, which training uses. */
  private static final long STREAM = 6;

  /** One change of a clip. */
  private enum Change {
    SPEED,
    PITCH,
    REVERBERATION,
    NOISE,
    GAIN,
    BAND_LIMIT,
    MU_LAW,
    CODEC
  }

  private final AugmentationConfig config;
  private final long seed;
  private final Optional<Transmission> transmission;

  /**
   * @param seed of the run
   * @throws org.emoglot.InvalidInputException if codecs are configured and none is installed
   */
  public Variants(AugmentationConfig config, long seed) {
    this(config, seed, transmissionFor(config));
  }

  /**
   * @param transmission there if codecs are configured
   */
  private Variants(AugmentationConfig config, long seed, Optional<Transmission> transmission) {
    this.config = config;
    this.seed = seed;
    this.transmission = transmission;
  }

  /** With codecs other than the installed ones. */
  static Variants with(AugmentationConfig config, long seed, Transmission transmission) {
    return new Variants(config, seed, Optional.of(transmission));
  }

  /** Asked for when a run begins, not when the first clip happens to draw a codec. */
  private static Optional<Transmission> transmissionFor(AugmentationConfig config) {
    return config.variants() > 0 && config.codecShare() > 0
        ? Optional.of(Transmission.installed())
        : Optional.empty();
  }

  /**
   * The copies of a clip; none of them is the clip itself.
   *
   * @param id of the clip, by which its random numbers are its own
   * @return as many as are configured; shorter or longer than the clip where speed is changed
   */
  public List<Waveform> of(Waveform clip, String id) {
    return IntStream.range(0, config.variants())
        .parallel()
        .mapToObj(number -> variant(clip, SeededRandom.of(seed, STREAM, id.hashCode(), number)))
        .toList();
  }

  private Waveform variant(Waveform clip, SeededRandom random) {
    long own = random.nextLong();
    Waveform changed = clip;
    for (Change change : Change.values()) {
      changed = apply(change, changed, SeededRandom.of(own, change.ordinal()));
    }
    return changed;
  }

  private Waveform apply(Change change, Waveform clip, SeededRandom random) {
    return switch (change) {
      case SPEED ->
          Speed.apply(clip, between(1 - config.speedRange(), 1 + config.speedRange(), random));
      case PITCH -> Pitch.apply(clip, between(-config.pitchRange(), config.pitchRange(), random));
      case REVERBERATION ->
          random.nextDouble() < config.reverberationShare() ? inARoom(clip, random) : clip;
      case NOISE -> random.nextDouble() < config.noiseShare() ? withNoise(clip, random) : clip;
      case GAIN -> Gain.apply(clip, between(-config.gainRange(), config.gainRange(), random));
      case BAND_LIMIT ->
          random.nextDouble() < config.bandLimitShare() ? throughAChannel(clip, random) : clip;
      case MU_LAW -> random.nextDouble() < config.muLawShare() ? MuLaw.apply(clip) : clip;
      case CODEC -> random.nextDouble() < config.codecShare() ? coded(clip, random) : clip;
    };
  }

  private Waveform inARoom(Waveform clip, SeededRandom random) {
    double longest = config.reverberationSeconds();
    double seconds = between(longest / 4, longest, random);
    double decibels = between(config.directLowest(), config.directHighest(), random);
    return Reverberation.apply(clip, seconds, decibels, random.nextLong());
  }

  private Waveform withNoise(Waveform clip, SeededRandom random) {
    Noise noise = Noise.values()[random.nextInt(Noise.values().length)];
    double decibels = between(config.snrLowest(), config.snrHighest(), random);
    return noise.addTo(clip, decibels, random.nextLong());
  }

  /** Whole hundreds of hertz keep the resampler's table small. */
  private Waveform throughAChannel(Waveform clip, SeededRandom random) {
    double hertz = between(config.channelLowest(), config.channelHighest(), random);
    return BandLimit.apply(clip, 100 * (int) Math.round(hertz / 100));
  }

  private Waveform coded(Waveform clip, SeededRandom random) {
    Codec codec = config.codecs().get(random.nextInt(config.codecs().size()));
    double bits = between(config.codecRateLowest(), config.codecRateHighest(), random);
    return transmission.orElseThrow().apply(clip, codec, 100 * (int) Math.round(bits / 100));
  }

  private static double between(double lowest, double highest, SeededRandom random) {
    return lowest + (highest - lowest) * random.nextDouble();
  }
}
