package org.emoglot.tensor;

import java.util.function.Supplier;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Lets a test class compute on two threads, and as two {@link Streams}. */
public final class TwoStreams implements BeforeAllCallback, AfterAllCallback {

  private static boolean started;

  private int threads = 1;

  @Override
  public void beforeAll(ExtensionContext context) {
    threads = Engine.info().threads();
    if (threads == 1) { // otherwise the engine has them
      start();
    }
    torch.set_num_threads(2);
  }

  /** They last as long as the process; a thread of one thread does not use them. */
  private static synchronized void start() {
    if (!started) {
      Streams.start(2);
      started = true;
    }
  }

  /** What the work gives on one thread. */
  public static <R> R alone(Supplier<R> work) {
    torch.set_num_threads(1);
    try {
      return work.get();
    } finally {
      torch.set_num_threads(2);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    torch.set_num_threads(threads);
  }
}
