package org.emoglot.tensor;

import org.emoglot.natives.ProcessEnvironment;

/**
 * For how long the threads of one operation spin while they wait for the next one. libgomp reads it
 * from the environment when it is loaded, and without it waits so long that a clip takes several
 * times as long where other programs run. A program need not set it: we do, in our own process.
 */
final class SpinCount {

  private static final String NAME = "GOMP_SPINCOUNT";

  /** Some tens of microseconds: longer than the gaps between operations. As the launcher has it. */
  private static final String VALUE = "10000";

  private SpinCount() {}

  /** Sets it before libgomp is loaded, unless the environment does. */
  static void set() {
    ProcessEnvironment.setUnlessGiven(NAME, VALUE);
  }
}
