package org.emoglot.segment;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** One recording's search for speech by the rule that {@link VoiceDetector} describes. */
final class VoiceSearch implements SpeechSearch {

  private final SpeechModel model;
  private final SpeechModel.Listener listener;
  private final Levels probabilities = new Levels(0);
  private final Stretches stretches;

  /** Samples of a frame that is not whole yet, {@code waiting} of them. */
  private float[] rest;

  private int waiting;
  private long samples;

  VoiceSearch(SpeechModel model, SegmentOptions options) {
    this.model = model;
    this.listener = model.listen();
    this.rest = new float[model.frameSamples()];
    this.stretches =
        new Stretches(
            options,
            model.sampleRate(),
            model.frameSamples(),
            model.lagFrames(),
            probabilities::quietest);
  }

  @Override
  public List<Segment> next(float[] block) {
    samples += block.length;
    if (rest.length < waiting + block.length) {
      rest = Arrays.copyOf(rest, waiting + block.length);
    }
    System.arraycopy(block, 0, rest, waiting, block.length);
    waiting += block.length;
    hear(waiting / model.frameSamples());
    return stretches.take(samples);
  }

  @Override
  public List<Segment> end() {
    if (waiting > 0) {
      rest = Arrays.copyOf(rest, Math.max(rest.length, model.frameSamples()));
      Arrays.fill(rest, waiting, model.frameSamples(), 0);
      hear(1);
      waiting = 0;
    }
    stretches.end();
    return stretches.take(samples);
  }

  @Override
  public Optional<Segment> open() {
    return stretches.open(samples);
  }

  @Override
  public Pause pause() {
    return stretches.pause();
  }

  @Override
  public long needed() {
    return model.frameSamples() * stretches.needed();
  }

  private void hear(int frames) {
    if (frames == 0) {
      return;
    }
    int heard = frames * model.frameSamples();
    for (float probability : listener.next(Arrays.copyOf(rest, heard))) {
      probabilities.add(probability);
      stretches.next(
          probability >= (stretches.isOpen() ? VoiceDetector.GOES_ON : VoiceDetector.BEGINS));
    }
    probabilities.forget(stretches.needed());
    waiting = Math.max(0, waiting - heard);
    System.arraycopy(rest, heard, rest, 0, waiting);
  }
}
