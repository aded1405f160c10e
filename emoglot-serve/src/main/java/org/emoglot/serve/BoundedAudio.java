package org.emoglot.serve;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.ClipAudio;
import org.emoglot.audio.SampleStream;
import org.emoglot.audio.Waveform;

/**
 * Reads one recording of a client, as far as the limits allow and somebody waits for the answer.
 */
final class BoundedAudio implements AudioSource {

  private static final int RATE = Waveform.MODEL_SAMPLE_RATE;

  private final AudioReader reader;
  private final Limits limits;
  private final BooleanSupplier gone;
  private long nanosLeft;
  private long samples;

  BoundedAudio(AudioReader reader, Limits limits, BooleanSupplier gone) {
    this.reader = reader;
    this.limits = limits;
    this.gone = gone;
    this.nanosLeft = TimeUnit.SECONDS.toNanos(limits.decodingSeconds());
  }

  /** How long the recording is that was read last, in seconds. */
  double seconds() {
    return (double) samples / RATE;
  }

  @Override
  public Waveform read(Path file) {
    float[] whole = new float[RATE];
    int length = 0;
    try (SampleStream stream = open(ClipAudio.whole(file))) {
      for (float[] block = stream.next(); block.length > 0; block = stream.next()) {
        if (whole.length < length + block.length) {
          whole = Arrays.copyOf(whole, Math.max(length + block.length, 2 * length));
        }
        System.arraycopy(block, 0, whole, length, block.length);
        length += block.length;
      }
    }
    return new Waveform(Arrays.copyOf(whole, length), RATE);
  }

  @Override
  public SampleStream open(ClipAudio clip) {
    samples = 0;
    long begun = System.nanoTime();
    SampleStream stream = reader.open(clip);
    nanosLeft -= System.nanoTime() - begun;
    return new SampleStream() {
      @Override
      public float[] next() {
        ClientGone.check(gone);
        long asked = System.nanoTime();
        float[] block = stream.next();
        nanosLeft -= System.nanoTime() - asked;
        samples += block.length;
        requireWithin();
        return block;
      }

      @Override
      public void close() {
        stream.close();
      }
    };
  }

  private void requireWithin() {
    if (samples > (long) limits.seconds() * RATE) {
      throw tooLong(limits);
    }
    if (nanosLeft < 0) {
      throw Problem.of(
          Problem.Kind.DAMAGED_AUDIO,
          "Expected audio that decodes within %d seconds, found a recording that takes longer."
              .formatted(limits.decodingSeconds()));
    }
  }

  static Problem tooLong(Limits limits) {
    return Problem.of(
        Problem.Kind.TOO_LARGE,
        "Expected at most %d seconds of audio, found more: cut the recording, or raise --max-seconds."
            .formatted(limits.seconds()));
  }
}
