package org.emoglot.preparation;

import java.util.Arrays;
import java.util.Locale;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.Conditioning;
import org.emoglot.audio.Waveform;
import org.emoglot.corpus.CorpusClip;
import org.emoglot.corpus.LeftOut;
import org.emoglot.corpus.TableLength;
import org.emoglot.segment.SegmentOptions;
import org.emoglot.segment.SpeechDetector;
import org.emoglot.segment.SpeechDetectors;

/** Hears clips once, to know whether their audio can be used. */
final class Audition {

  /** Two steps of 16 bits: what stays within is silence, dithered or coded. */
  private static final float SILENCE_PEAK = 2f / 32768;

  /** A segment that covers a file but for so much is the whole file: times are rounded. */
  private static final double TOLERANCE_SECONDS = 0.1;

  /** A length in the table is contradicted by three times as much, or a third, and a second. */
  private static final double CONTRADICTING_RATIO = 3;

  private static final double CONTRADICTING_SECONDS = 1;

  /** Milliseconds, and samples at the usual rates. */
  private static final double[] UNITS_PER_SECOND = {
    1_000, 8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000
  };

  /** So well must a length in another unit fit. */
  private static final double FIT = 0.05;

  private final AudioSource source;
  private final Conditioning conditioning;
  private final SpeechDetector detector = SpeechDetectors.find(SegmentOptions.DEFAULT);

  Audition(AudioSource source, Conditioning conditioning) {
    this.source = source;
    this.conditioning = conditioning;
  }

  /** What came of it. */
  sealed interface Result permits Accepted, Refused {}

  /**
   * A clip that can be used.
   *
   * @param audio the clip in its file
   * @param waveform what was accepted
   * @param speech whether somebody speaks in it
   */
  record Accepted(ClipAudio audio, Waveform waveform, boolean speech) implements Result {}

  /** A clip that is of no use. */
  record Refused(LeftOut.Reason reason, String detail) implements Result {}

  Result hear(CorpusClip clip) {
    Waveform file;
    try {
      file = source.read(clip.file());
    } catch (InvalidInputException e) {
      return new Refused(LeftOut.Reason.AUDIO, String.valueOf(e.getMessage()));
    }
    if (file.samples().length == 0) {
      return new Refused(
          LeftOut.Reason.EMPTY, "Expected at least one sample in " + clip.file() + ", found none.");
    }
    if (contradicts(clip.length(), file.seconds())) {
      return new Refused(
          LeftOut.Reason.LENGTH,
          String.format(
              Locale.ROOT,
              "Expected %.2f s of audio in %s according to the table, found %.2f s.",
              clip.length().seconds(),
              clip.file(),
              file.seconds()));
    }
    ClipAudio audio = passage(clip.audio(), file).with(conditioning);
    Waveform waveform;
    try {
      waveform = audio.of(file);
    } catch (InvalidInputException e) {
      return new Refused(LeftOut.Reason.SEGMENT, String.valueOf(e.getMessage()));
    }
    if (isSilent(waveform)) {
      return new Refused(
          LeftOut.Reason.SILENT,
          "Expected sound in %s, found %s."
              .formatted(
                  audio,
                  waveform.samples().length == 1
                      ? "a single sample"
                      : waveform.samples().length + " samples of silence"));
    }
    return new Accepted(audio, waveform, detector.findsSpeech(waveform));
  }

  private static ClipAudio passage(ClipAudio audio, Waveform file) {
    boolean whole =
        audio.start() == 0 && Math.abs(audio.end() - file.seconds()) <= TOLERANCE_SECONDS;
    return whole ? ClipAudio.whole(audio.file()) : audio;
  }

  /** Tables also give lengths in milliseconds or samples, which are recognised by their fit. */
  private static boolean contradicts(TableLength length, double found) {
    double told = length.seconds();
    if (told <= 0 || near(told, found) || (length.most() && found < told)) {
      return false;
    }
    return Arrays.stream(UNITS_PER_SECOND)
        .noneMatch(units -> Math.abs(told / units - found) <= FIT * found);
  }

  private static boolean near(double told, double found) {
    double shorter = Math.min(told, found);
    double longer = Math.max(told, found);
    return longer <= CONTRADICTING_RATIO * shorter || longer - shorter <= CONTRADICTING_SECONDS;
  }

  private static boolean isSilent(Waveform waveform) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float sample : waveform.samples()) {
      lowest = Math.min(lowest, sample);
      highest = Math.max(highest, sample);
    }
    return highest - lowest <= SILENCE_PEAK;
  }
}
