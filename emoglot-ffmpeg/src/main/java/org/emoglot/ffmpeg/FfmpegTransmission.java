package org.emoglot.ffmpeg;

import java.util.Arrays;
import org.bytedeco.javacpp.Loader;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioClip;
import org.emoglot.audio.Resampler;
import org.emoglot.audio.Waveform;
import org.emoglot.augment.Codec;
import org.emoglot.augment.Transmission;

/**
 * Speech through FFmpeg's encoders and decoders, in memory. Packets go from one to the other
 * without a container; what a container would say of the encoder's delay is asked of the encoder.
 */
public final class FfmpegTransmission implements Transmission {

  @Override
  public void require() {
    Natives.failure()
        .ifPresent(
            reason -> {
              throw new InvalidInputException(
                  "Expected FFmpeg's libraries for augmentation.codecShare, but they cannot be loaded on %s (%s); set it to 0."
                      .formatted(Loader.getPlatform(), reason));
            });
  }

  @Override
  public Waveform apply(Waveform waveform, Codec codec, int bitsPerSecond) {
    int rate = waveform.sampleRate();
    if (rate != Waveform.MODEL_SAMPLE_RATE) {
      throw new IllegalArgumentException("Expected 16 kHz, found " + rate + " Hz");
    }
    Encoding encoding = Encoding.of(codec);
    float[] sent = new Resampler(rate, encoding.sampleRate()).apply(waveform.samples());
    AudioClip heard;
    try (RoundTrip trip = new RoundTrip(encoding, encoding.nearestRate(bitsPerSecond))) {
      heard = trip.run(sent);
    }
    float[] back = new Resampler(heard.sampleRate(), rate).apply(heard.channels()[0]);
    return new Waveform(Arrays.copyOf(back, waveform.samples().length), rate);
  }
}
