package org.emoglot.classifier;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.audio.AudioReader;
import org.emoglot.audio.Resamplers;
import org.emoglot.audio.Waveform;

/** What a classifier is asked about, as waveforms that a scorer takes. */
final class Inputs {

  static final String BYTES = "the bytes given";
  static final String STREAM = "the stream given";

  private final AudioReader reader;
  private final Resamplers resamplers = new Resamplers(Waveform.MODEL_SAMPLE_RATE);

  Inputs(AudioReader reader) {
    this.reader = reader;
  }

  AudioReader reader() {
    return reader;
  }

  Waveform read(Path file) {
    return reader.read(file);
  }

  Waveform read(byte[] file) {
    return reader.read(new ByteArrayInputStream(file), BYTES);
  }

  Waveform read(InputStream file) {
    return reader.read(file, STREAM);
  }

  /**
   * The same at the model's rate.
   *
   * @throws InvalidInputException if a sample is not finite
   */
  List<Waveform> checked(List<Waveform> waveforms) {
    List<Waveform> checked = new ArrayList<>();
    for (int i = 0; i < waveforms.size(); i++) {
      Waveform waveform = waveforms.get(i);
      requireFinite(waveform.samples(), i, waveforms.size());
      checked.add(resamplers.resample(waveform));
    }
    return checked;
  }

  private static void requireFinite(float[] samples, int clip, int clips) {
    for (int i = 0; i < samples.length; i++) {
      if (!AudioReader.isUsable(samples[i])) {
        throw new InvalidInputException(
            "Expected finite samples in %s, found %s at sample %d; repair or leave out the clip."
                .formatted(
                    clips == 1 ? "the waveform" : "waveform %d of %d".formatted(clip + 1, clips),
                    samples[i],
                    i));
      }
    }
  }
}
