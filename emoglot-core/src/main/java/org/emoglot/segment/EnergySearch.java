package org.emoglot.segment;

import java.util.ArrayList;
import java.util.List;

/** One recording's search for speech by the rule that {@link VoiceActivity} describes. */
final class EnergySearch implements SpeechSearch {

  private final SegmentOptions options;
  private final int sampleRate;
  private final LevelMeter meter;
  private final Levels levels;
  private final double framesPerSecond;
  private final List<Segment> found = new ArrayList<>();
  private long samples;

  /** The next frame to classify as speech or not. */
  private long undecided;

  /** Speech that may continue: frames [from, to), if {@code to} is above 0. */
  private long from;

  private long to;

  /** Where the piece of it begins that is not cut off yet. */
  private long piece;

  EnergySearch(SegmentOptions options, int sampleRate) {
    this.options = options;
    this.sampleRate = sampleRate;
    this.meter = new LevelMeter(sampleRate, this::add);
    this.framesPerSecond = (double) sampleRate / meter.frameSamples();
    this.levels = new Levels(frames(options.floorSeconds()));
  }

  @Override
  public List<Segment> next(float[] block) {
    samples += block.length;
    meter.next(block);
    return given();
  }

  @Override
  public List<Segment> end() {
    meter.end();
    while (undecided < levels.frames()) {
      decide();
    }
    if (to > 0) {
      close();
    }
    return given();
  }

  @Override
  public long needed() {
    return meter.frameSamples() * neededFrame();
  }

  private long neededFrame() {
    return to > 0 ? piece : Math.max(0, undecided - hangover());
  }

  private List<Segment> given() {
    List<Segment> given = List.copyOf(found);
    found.clear();
    return given;
  }

  private void add(double level) {
    levels.add(level);
    while (levels.surrounded(undecided)) {
      decide();
    }
    levels.forget(neededFrame());
  }

  /** Short gaps are filled first, then short runs left out. */
  private void decide() {
    long frame = undecided++;
    double level = levels.level(frame);
    boolean speech =
        level > levels.floor(frame) + options.marginDecibels()
            && level >= options.quietestDecibels();
    if (speech) {
      if (to == 0) {
        from = frame;
        piece = Math.max(0, frame - hangover());
      }
      to = frame + 1;
      cut();
    } else if (to > 0 && frame + 1 - to >= frames(options.minPauseSeconds())) {
      close();
    }
  }

  /** Cuts segments off speech that continues. */
  private void cut() {
    int longest = longest();
    while (isLongEnough() && to - frames(options.minSpeechSeconds()) >= piece + longest) {
      long at = levels.quietest(piece + longest / 2, piece + longest + 1);
      give(piece, at);
      piece = at;
    }
  }

  /** Ends speech with the hangover, which never meets the next. */
  private void close() {
    if (isLongEnough()) {
      long end = Math.min(levels.frames(), to + hangover());
      int longest = longest();
      while (end - piece > longest) { // every piece but the last is at least half as long
        long last = Math.min(piece + longest, end - frames(options.minSpeechSeconds()));
        long middle = piece + longest / 2;
        long at = levels.quietest(middle, Math.max(last, middle) + 1);
        give(piece, at);
        piece = at;
      }
      give(piece, end);
    }
    to = 0;
  }

  private void give(long fromFrame, long toFrame) {
    long size = meter.frameSamples();
    found.add(
        new Segment(
            (double) (fromFrame * size) / sampleRate,
            (double) Math.min(toFrame * size, samples) / sampleRate));
  }

  private boolean isLongEnough() {
    return to - from >= frames(options.minSpeechSeconds());
  }

  private int longest() {
    return Math.max(2, (int) (options.maxSeconds() * framesPerSecond));
  }

  private int hangover() {
    return (int) (options.hangoverSeconds() * framesPerSecond);
  }

  private int frames(double seconds) {
    return (int) Math.ceil(seconds * framesPerSecond);
  }
}
