package org.emoglot.tensor;

import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.Pointer;

/**
 * Returns memory to the system now and then. The launcher lets the C library keep what tensors
 * free, because it is needed again at once. But recordings of all lengths leave holes of all sizes,
 * and over hours the holes add up.
 */
public final class FreedMemory {

  /** Two minutes: the system clears the pages that are needed again, which takes time. */
  private static final long SAMPLES_PER_RETURN = 120L * 16_000;

  private static final AtomicLong unreturned = new AtomicLong();

  private FreedMemory() {}

  /** Counts the samples whose tensors are free again, and now and then returns their memory. */
  public static void afterSamples(long samples) {
    if (unreturned.addAndGet(samples) >= SAMPLES_PER_RETURN) {
      unreturned.set(0);
      Pointer.trimMemory();
    }
  }
}
