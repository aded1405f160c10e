package org.emoglot.segment;

import java.util.Arrays;
import org.emoglot.audio.Resamplers;
import org.emoglot.audio.Waveform;

/**
 * Finds speech by a {@link SpeechModel}.
 *
 * <p>In a recording that is searched, speech begins with a frame whose probability is at least
 * {@value #BEGINS} and goes on while it is at least {@value #GOES_ON}. A clip that is taken as a
 * whole is brought to one peak level first, since the model misses faint voices; it has speech if
 * the sum of the probabilities says {@link SegmentOptions#minSpeechSeconds()} of it. A sum finds
 * screams and sobs, of which the model is never sure, and passes over the notes of an instrument,
 * of which it is sure for a moment. docs/results/speech.md has what it misses and what passes.
 */
public final class VoiceDetector implements SpeechDetector {

  /** Probability with which speech begins in a search. */
  static final float BEGINS = 0.5f;

  /** Probability with which it goes on. */
  static final float GOES_ON = 0.35f;

  private static final float PEAK = 0.7f;
  private static final float HIGHEST_GAIN = 32;

  private final SpeechModel model;
  private final SegmentOptions options;
  private final Resamplers resamplers;

  /**
   * A detector of one model.
   *
   * @param options of which the lengths matter
   */
  public VoiceDetector(SpeechModel model, SegmentOptions options) {
    this.model = model;
    this.options = options;
    this.resamplers = new Resamplers(model.sampleRate());
  }

  @Override
  public double maxSeconds() {
    return options.maxSeconds();
  }

  @Override
  public void prepare() {
    model.prepare();
  }

  @Override
  public boolean hasSpeech(Waveform clip) {
    return clip.samples().length > 0 && speechSeconds(clip) >= options.minSpeechSeconds();
  }

  /** How much speech the model expects in a clip, in seconds; no more than it lasts. */
  double speechSeconds(Waveform clip) {
    float[] samples = levelled(resamplers.resample(clip).samples());
    double sum = 0;
    for (float probability : model.listen().next(samples)) {
      sum += probability;
    }
    return Math.min(clip.seconds(), sum * model.frameSamples() / model.sampleRate());
  }

  /** At one peak level, the last frame filled with silence. */
  private float[] levelled(float[] samples) {
    float peak = 0;
    for (float sample : samples) {
      peak = Math.max(peak, Math.abs(sample));
    }
    float gain = peak > 0 ? Math.min(HIGHEST_GAIN, PEAK / peak) : 1;
    int frames = (samples.length + model.frameSamples() - 1) / model.frameSamples();
    float[] levelled = Arrays.copyOf(samples, frames * model.frameSamples());
    for (int i = 0; i < samples.length; i++) {
      levelled[i] *= gain;
    }
    return levelled;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the rate is not the model's
   */
  @Override
  public SpeechSearch search(int sampleRate) {
    if (sampleRate != model.sampleRate()) {
      throw new IllegalArgumentException(
          "Expected a recording at %d Hz, found %d Hz.".formatted(model.sampleRate(), sampleRate));
    }
    return new VoiceSearch(model, options);
  }
}
