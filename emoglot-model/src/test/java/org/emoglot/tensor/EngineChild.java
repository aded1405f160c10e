package org.emoglot.tensor;

/** A process that starts the engine, computes something, and says what. */
final class EngineChild {

  static final String DONE = "3.0 by ";

  private EngineChild() {}

  public static void main(String[] args) {
    System.out.println("started");
    try (Scope scope = Scope.open()) {
      double sum = Ops.tensor(new float[] {1, 2}, 2).sum().item_double();
      System.out.println(sum + " by " + Engine.info().version());
    }
  }
}
