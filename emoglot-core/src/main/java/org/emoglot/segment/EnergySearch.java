package org.emoglot.segment;

import java.util.List;
import java.util.Optional;

/** One recording's search for speech by the rule that {@link VoiceActivity} describes. */
final class EnergySearch implements SpeechSearch {

  private final SegmentOptions options;
  private final LevelMeter meter;
  private final Levels levels;
  private final Stretches stretches;
  private long samples;

  EnergySearch(SegmentOptions options, int sampleRate) {
    this.options = options;
    this.meter = new LevelMeter(sampleRate, this::add);
    double framesPerSecond = (double) sampleRate / meter.frameSamples();
    this.levels = new Levels((int) Math.ceil(options.floorSeconds() * framesPerSecond));
    this.stretches = new Stretches(options, sampleRate, meter.frameSamples(), 0, levels::quietest);
  }

  @Override
  public List<Segment> next(float[] block) {
    samples += block.length;
    meter.next(block);
    return stretches.take(samples);
  }

  @Override
  public List<Segment> end() {
    meter.end();
    while (stretches.frames() < levels.frames()) {
      decide();
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
    return meter.frameSamples() * stretches.needed();
  }

  private void add(double level) {
    levels.add(level);
    while (levels.surrounded(stretches.frames())) {
      decide();
    }
    levels.forget(stretches.needed());
  }

  private void decide() {
    long frame = stretches.frames();
    double level = levels.level(frame);
    stretches.next(
        level > levels.floor(frame) + options.marginDecibels()
            && level >= options.quietestDecibels());
  }
}
