package org.emoglot.tensor;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Computes a test class on one thread. Tiny tensors gain nothing from more; and on a machine with
 * other work, threads that spin while they wait for each other take fifty times as long.
 */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {

  private int threads = 1;

  @Override
  public void beforeAll(ExtensionContext context) {
    threads = Engine.info().threads();
    torch.set_num_threads(1);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    torch.set_num_threads(threads);
  }
}
