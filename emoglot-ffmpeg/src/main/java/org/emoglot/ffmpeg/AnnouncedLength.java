package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.AV_TIME_BASE;

import java.util.List;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;

/**
 * How long a file's header says that its audio is.
 *
 * @param seconds 0 where it does not say
 */
record AnnouncedLength(double seconds) {

  /** What encoders' delays, last packets that are not full and rounded times may add up to. */
  private static final double SLACK_SECONDS = 0.3;

  private static final double SLACK = 0.02;
  private static final double SLACK_OF_SHORT = 0.25;

  /** Of the stream itself, or of the file if it holds nothing else. */
  static AnnouncedLength of(AVFormatContext format, AVStream stream) {
    long duration = stream.duration();
    if (isKnown(duration)) {
      return new AnnouncedLength(
          (double) duration * stream.time_base().num() / stream.time_base().den());
    }
    return format.nb_streams() == 1 && isKnown(format.duration())
        ? new AnnouncedLength((double) format.duration() / AV_TIME_BASE)
        : new AnnouncedLength(0);
  }

  private static boolean isKnown(long duration) {
    return duration != AV_NOPTS_VALUE && duration > 0;
  }

  boolean isKnown() {
    return seconds > 0;
  }

  /** Whether so much is notably less. */
  boolean exceeds(double decodedSeconds) {
    double slack = SLACK * seconds + Math.min(SLACK_SECONDS, SLACK_OF_SHORT * seconds);
    return isKnown() && decodedSeconds < seconds - slack;
  }

  /** What is to be said of a file that is notably shorter. */
  List<String> warnings(double decodedSeconds, String file) {
    return exceeds(decodedSeconds)
        ? List.of(
            "Expected %.2f s according to the header of the %s, found %.2f s; the file is truncated, and the existing part was read."
                .formatted(seconds, file, decodedSeconds))
        : List.of();
  }
}
