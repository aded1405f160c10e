package org.emoglot.augment;

import java.util.List;
import java.util.Set;
import org.emoglot.InvalidInputException;

/**
 * How copies of a clip differ from it. Each copy draws its values from these ranges; where a share
 * is named, that share of the copies has the change at all. A range or share of 0 switches a change
 * off.
 *
 * @param variants copies of each clip, 0 to {@value #MOST_VARIANTS}; 0 switches everything off
 * @param speedRange played at a speed in [1 - range, 1 + range], in [0, 0.5]
 * @param pitchRange shifted by up to so many semitones up or down, in [0, 12]
 * @param reverberationShare in [0, 1], in rooms that are made up
 * @param reverberationSeconds longest time in which echoes decay by 60 dB, in (0, 2]; the shortest
 *     is a quarter of it
 * @param directLowest least decibels by which the direct sound exceeds its echoes, in [-20, 100]
 * @param directHighest most such decibels
 * @param noiseShare in [0, 1], with white or pink noise
 * @param snrLowest least decibels by which the clip exceeds the noise, in [-20, 100]
 * @param snrHighest most such decibels
 * @param gainRange louder or softer by up to so many decibels, in [0, 60]
 * @param bandLimitShare in [0, 1], through a channel of a lower sample rate
 * @param channelLowest least sample rate of that channel in Hz, in [2000, 48000]; drawn to whole
 *     hundreds
 * @param channelHighest most such Hz; a rate at or above the clip's changes nothing
 * @param muLawShare in [0, 1], coded with 8 bits as on digital telephones
 * @param codecShare in [0, 1], through one of the codecs; above 0, a {@link Transmission} has to be
 *     installed
 * @param codecs to draw from; not empty, each only once
 * @param codecRateLowest least bits per second, in [4000, 160000]; drawn in whole hundreds; a codec
 *     takes its nearest rate
 * @param codecRateHighest most such bits per second
 */
public record AugmentationConfig(
    int variants,
    double speedRange,
    double pitchRange,
    double reverberationShare,
    double reverberationSeconds,
    double directLowest,
    double directHighest,
    double noiseShare,
    double snrLowest,
    double snrHighest,
    double gainRange,
    double bandLimitShare,
    int channelLowest,
    int channelHighest,
    double muLawShare,
    double codecShare,
    List<Codec> codecs,
    int codecRateLowest,
    int codecRateHighest) {

  private static final int MOST_VARIANTS = 100;

  public AugmentationConfig {
    require(variants >= 0 && variants <= MOST_VARIANTS, "variants", "in [0, 100]", variants);
    require(speedRange >= 0 && speedRange <= 0.5, "speedRange", "in [0, 0.5]", speedRange);
    require(pitchRange >= 0 && pitchRange <= 12, "pitchRange", "in [0, 12]", pitchRange);
    requireShare("reverberationShare", reverberationShare);
    require(
        reverberationSeconds > 0 && reverberationSeconds <= 2,
        "reverberationSeconds",
        "in (0, 2]",
        reverberationSeconds);
    requireRange("direct", directLowest, directHighest, -20, 100);
    requireShare("noiseShare", noiseShare);
    requireRange("snr", snrLowest, snrHighest, -20, 100);
    require(gainRange >= 0 && gainRange <= 60, "gainRange", "in [0, 60]", gainRange);
    requireShare("bandLimitShare", bandLimitShare);
    requireRange("channel", channelLowest, channelHighest, 2_000, 48_000);
    requireShare("muLawShare", muLawShare);
    requireShare("codecShare", codecShare);
    codecs = List.copyOf(codecs);
    require(
        !codecs.isEmpty() && codecs.size() == Set.copyOf(codecs).size(),
        "codecs",
        "at least one codec, each only once",
        codecs.stream().map(Codec::id).toList());
    requireRange("codecRate", codecRateLowest, codecRateHighest, 4_000, 160_000);
  }

  private static void requireShare(String name, double share) {
    require(share >= 0 && share <= 1, name, "in [0, 1]", share);
  }

  private static void requireRange(
      String name, double lowest, double highest, double least, double most) {
    require(
        lowest >= least && lowest <= highest && highest <= most,
        name + "Lowest",
        "at most %sHighest, and both in [%.0f, %.0f]".formatted(name, least, most),
        lowest + " and " + highest);
  }

  private static void require(boolean holds, String name, String wanted, Object found) {
    if (!holds) {
      throw new InvalidInputException(
          "Expected augmentation.%s to be %s, found %s.".formatted(name, wanted, found));
    }
  }
}
