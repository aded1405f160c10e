package org.emoglot.serve;

import io.javalin.http.Context;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** How a request with recordings is taken in: counted, read, computed when it is its turn. */
final class Requests {

  private final Gate gate;
  private final TemporaryFolder folder;
  private final Limits limits;

  Requests(Gate gate, TemporaryFolder folder, Limits limits) {
    this.gate = gate;
    this.folder = folder;
    this.limits = limits;
  }

  /** What is done with a body; gives the answer's document. */
  @FunctionalInterface
  interface Work {
    /**
     * Answers.
     *
     * @param body what was sent
     * @param turn computes when a worker is free
     */
    Object answer(Body body, Turn turn);
  }

  /** How a body is read. */
  @FunctionalInterface
  interface Reading {
    /** Reads it whole. */
    Body read(Context context, TemporaryFolder folder, Limits limits);
  }

  /** Computes when a worker is free, as long as somebody waits for it. */
  final class Turn {

    private final ClientWatch watch;

    private Turn(ClientWatch watch) {
      this.watch = watch;
    }

    /** Waits and computes. */
    <R> R of(Supplier<R> work) {
      return gate.work(work, watch);
    }

    /** Whether nobody waits any longer. */
    BooleanSupplier gone() {
      return watch;
    }
  }

  /** Takes in audio or a form. */
  Object take(Context context, Work work) {
    return take(context, (from, to, most) -> Body.read(from.req(), to, most), work);
  }

  /**
   * Takes in a request.
   *
   * @throws Problem if there is no room for it, or something is wrong with it
   */
  Object take(Context context, Reading reading, Work work) {
    try (Gate.Ticket ticket = gate.enter();
        Body body = reading.read(context, folder, limits)) {
      ClientWatch watch = ClientWatch.of(context.req());
      Object answer = work.answer(body, new Turn(watch));
      if (watch.isDisturbed()) {
        context.header("Connection", "close");
      }
      return answer;
    }
  }
}
