package org.emoglot.ffmpeg;

import org.emoglot.audio.AudioFormat;

/** Which of FFmpeg's demuxers reads a format. No other may run. */
final class Demuxers {

  private Demuxers() {}

  /** FFmpeg's short name of a format's demuxer. */
  static String of(AudioFormat format) {
    return switch (format) {
      case WAV -> "wav";
      case WAVE64 -> "w64";
      case AIFF -> "aiff";
      case AU -> "au";
      case CAF -> "caf";
      case SPHERE -> "nistsphere";
      case FLAC -> "flac";
      case WAVPACK -> "wv";
      case OGG -> "ogg";
      case MATROSKA -> "matroska";
      case MP4 -> "mov";
      case AMR -> "amr";
      case WMA -> "asf";
      case AVI -> "avi";
      case MP3 -> "mp3";
      case AAC -> "aac";
    };
  }

  /**
   * Whether the format's times count the samples themselves, so that a gap in them means that
   * damaged audio was passed over.
   */
  static boolean haveExactTimes(AudioFormat format) {
    return format == AudioFormat.FLAC || format == AudioFormat.OGG;
  }
}
