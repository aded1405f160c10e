package org.emoglot.audio;

import java.util.function.Consumer;
import java.util.function.Function;
import org.emoglot.InvalidInputException;

/**
 * An audio file as mono audio at {@link Waveform#MODEL_SAMPLE_RATE}, block by block, sample for
 * sample what {@link AudioReader#read(Path)} gives. To be used by one thread.
 */
public final class WaveformStream implements SampleStream {

  private final String name;
  private final AudioStream stream;
  private final Function<float[][], float[]> mix;
  private final BlockResampler resampler;
  private final Consumer<String> warnings;
  private long frames;
  private boolean ended;

  /**
   * @param name what messages call it
   * @param stream closed with this one
   * @param mix from all channels of a block to one
   * @param warnings receives at the end what differed from the header
   */
  WaveformStream(
      String name,
      AudioStream stream,
      Function<float[][], float[]> mix,
      Resampler resampler,
      Consumer<String> warnings) {
    this.name = name;
    this.stream = stream;
    this.mix = mix;
    this.resampler = resampler.blocks();
    this.warnings = warnings;
  }

  @Override
  public float[] next() {
    while (!ended) {
      float[][] block = stream.next();
      float[] output;
      if (block[0].length == 0) {
        end();
        output = resampler.end();
      } else {
        requireUsable(block);
        frames += block[0].length;
        output = resampler.next(mix.apply(block));
      }
      if (output.length > 0) {
        return output;
      }
    }
    return new float[0];
  }

  private void end() {
    ended = true;
    if (frames == 0) {
      throw new InvalidInputException(
          "Expected samples in " + name + ", found audio of length 0; leave the file out.");
    }
    stream.warnings().forEach(warnings);
  }

  private void requireUsable(float[][] channels) {
    for (int c = 0; c < channels.length; c++) {
      for (int i = 0; i < channels[c].length; i++) {
        if (!AudioReader.isUsable(channels[c][i])) {
          throw new InvalidInputException(
              "Expected finite samples in %s, found %s at sample %d of channel %d; leave it out."
                  .formatted(name, channels[c][i], frames + i, c));
        }
      }
    }
  }

  @Override
  public void close() {
    stream.close();
  }
}
