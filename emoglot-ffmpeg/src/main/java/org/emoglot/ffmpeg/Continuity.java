package org.emoglot.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_VORBIS;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;

import java.util.function.BiFunction;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.emoglot.InvalidInputException;

/** Whether each frame of a file begins where the one before ended, by their times. */
final class Continuity {

  /** Some encoders' times jump by a few samples; a lost packet is longer than 10 ms. */
  private static final long GAPS_PER_SECOND = 100;

  /**
   * Samples by which the times of Vorbis jump where blocks of 256 samples follow such of 2048, 448;
   * a lost block of the longer kind takes 1024.
   */
  private static final long VORBIS_JUMP = 512;

  /** The time of the sample after the last one, in samples. */
  private long nextTime = AV_NOPTS_VALUE;

  /** Refuses what the demuxer passed over in silence to find sound audio again. */
  void require(
      AVFrame frame, int codecId, BiFunction<String, String, InvalidInputException> refused) {
    if (frame.pts() == AV_NOPTS_VALUE) {
      return;
    }
    long gap = frame.pts() - nextTime;
    boolean jump = codecId == AV_CODEC_ID_VORBIS && gap <= VORBIS_JUMP;
    if (nextTime != AV_NOPTS_VALUE && gap * GAPS_PER_SECOND > frame.sample_rate() && !jump) {
      throw refused.apply(
          "intact audio throughout", "damage, and a gap of %d samples".formatted(gap));
    }
    nextTime = frame.pts() + frame.nb_samples();
  }
}
