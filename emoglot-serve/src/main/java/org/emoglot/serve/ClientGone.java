package org.emoglot.serve;

import java.util.function.BooleanSupplier;

/** Nobody waits for the answer any longer. */
final class ClientGone extends RuntimeException {

  ClientGone() {
    super("The client has left.", null, false, false);
  }

  /** Throws it if it is so. */
  static void check(BooleanSupplier gone) {
    if (gone.getAsBoolean()) {
      throw new ClientGone();
    }
  }
}
