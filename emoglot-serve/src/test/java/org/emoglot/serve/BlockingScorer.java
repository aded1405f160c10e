package org.emoglot.serve;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.emoglot.audio.Waveform;
import org.emoglot.classifier.Confidence;
import org.emoglot.classifier.Scorer;
import org.emoglot.data.LabelSet;

/** A model whose work lasts until it is released, and that can be told to fail. */
final class BlockingScorer implements Scorer {

  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private volatile boolean failing;
  private volatile boolean blocking;

  void block() {
    blocking = true;
  }

  void fail() {
    failing = true;
  }

  void release() {
    released.countDown();
  }

  /** How many clips it was asked about. */
  int asked() {
    return asked.get();
  }

  @Override
  public LabelSet labels() {
    return new LabelSet(List.of("neutral", "angry"));
  }

  @Override
  public Confidence confidence() {
    return Confidence.NONE;
  }

  @Override
  public long parameters() {
    return 0;
  }

  @Override
  public List<Result> score(List<Waveform> clips) {
    asked.addAndGet(clips.size());
    if (failing) {
      throw new IllegalStateException("/secret/place cannot be read");
    }
    try {
      if (blocking && !released.await(60, TimeUnit.SECONDS)) {
        throw new IllegalStateException("never released");
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return clips.stream().map(clip -> new Result(new float[] {1, 0}, new float[] {1})).toList();
  }

  @Override
  public float[] logits(float[] embedding) {
    return new float[] {1, 0};
  }

  @Override
  public void close() {}
}
