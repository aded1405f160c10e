package org.emoglot.ffmpeg;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioFormat;
import org.emoglot.natives.NativeLibraries;
import org.jspecify.annotations.Nullable;

/** FFmpeg's libraries, loaded once per process, silent, and bounded in what they allocate. */
final class Natives {

  /**
   * The largest single piece of memory that FFmpeg may ask for, in bytes. Frames and packets of
   * audio stay far below; a header that announces more fails.
   */
  static final long MAX_ALLOCATION = 64L << 20;

  /** What came of loading them; null before that. */
  private static volatile @Nullable Optional<String> outcome;

  private Natives() {}

  /**
   * Why the libraries cannot be loaded; empty if they are.
   *
   * @throws CancellationException if the thread is interrupted while they are unpacked; asked
   *     again, they are loaded
   */
  static Optional<String> failure() {
    Optional<String> known = outcome;
    return known != null ? known : loadOnce();
  }

  private static synchronized Optional<String> loadOnce() {
    Optional<String> known = outcome;
    if (known == null) {
      known = load();
      outcome = known;
    }
    return known;
  }

  /** What FFmpeg says of a status below 0. */
  static String message(int status) {
    byte[] text = new byte[128];
    avutil.av_strerror(status, text, text.length);
    int end = 0;
    while (end < text.length && text[end] != 0) {
      end++;
    }
    return new String(text, 0, end, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }

  /** Refuses a recording if the libraries cannot be loaded. */
  static void require(String name, AudioFormat format) {
    Optional<String> failure = failure();
    if (failure.isPresent()) {
      throw missing(name, format, failure.get());
    }
  }

  static InvalidInputException missing(String name, AudioFormat format, String reason) {
    return new InvalidInputException(
        "Expected FFmpeg's libraries for the %s file %s, but they cannot be loaded on %s (%s); "
                .formatted(format.title(), name, Loader.getPlatform(), reason)
            + "convert it to WAV.");
  }

  /**
   * Stops FFmpeg's reading at a deadline: called with the address of a {@link System#nanoTime},
   * answers 1 when it has passed. One for all, since native callbacks are few.
   */
  static AVIOInterruptCB.Callback_Pointer interruptAtDeadline() {
    return Interrupt.INSTANCE;
  }

  private static Optional<String> load() {
    try {
      String platform = Loader.getPlatform();
      ClassLoader loader = Natives.class.getClassLoader();
      new NativeLibraries(Loader.getCacheDir().toPath())
          .beside(loader, "org/bytedeco/javacpp/" + platform, "jnijavacpp")
          .beside(loader, "org/bytedeco/ffmpeg/" + platform, "jniavutil")
          .load(
              () -> {
                Loader.load(avutil.class);
                Loader.load(avcodec.class);
                Loader.load(avformat.class);
              });
      avutil.av_log_set_level(avutil.AV_LOG_QUIET);
      avutil.av_max_alloc(MAX_ALLOCATION);
      return Optional.empty();
    } catch (CancellationException e) {
      throw e;
    } catch (LinkageError | RuntimeException | IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static final class Interrupt extends AVIOInterruptCB.Callback_Pointer {

    static final Interrupt INSTANCE = new Interrupt();

    @Override
    public int call(Pointer deadline) {
      return System.nanoTime() - new LongPointer(deadline).get() > 0 ? 1 : 0;
    }
  }
}
