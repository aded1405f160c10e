package org.emoglot.tensor;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;

/**
 * A block of code; at its end every tensor made in it is freed, except those handed out or owned.
 *
 * <pre>{@code
 * try (Scope scope = Scope.open()) {
 *   Tensor h = encoder.forward(frames);
 *   return scope.handOut(h); // now belongs to the caller's scope
 * }
 * }</pre>
 *
 * <p>Scopes nest, one stack per thread; the code that opens one closes it, with try-with-resources.
 * A tensor made outside of any scope is freed by the garbage collector, late: open a scope.
 */
public final class Scope implements AutoCloseable {

  private final @Nullable PointerScope outer;
  private final PointerScope inner;

  private Scope(@Nullable PointerScope outer, PointerScope inner) {
    this.outer = outer;
    this.inner = inner;
  }

  public static Scope open() {
    Engine.start();
    return new Scope(PointerScope.getInnerScope(), new PointerScope());
  }

  /** Moves a tensor made in this scope to the enclosing one (to the collector if there is none). */
  public <P extends Pointer> P handOut(P pointer) {
    if (outer != null) {
      outer.attach(pointer);
      inner.detach(pointer);
    } else {
      own(pointer);
    }
    return pointer;
  }

  /**
   * Keeps a tensor alive beyond all scopes, until {@link #disown}: for parameters and their like.
   */
  public static <P extends Pointer> P own(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** Gives up a tensor that was {@linkplain #own owned}. */
  public static void disown(Pointer pointer) {
    pointer.releaseReference();
  }

  @Override
  public void close() {
    inner.close();
  }
}
