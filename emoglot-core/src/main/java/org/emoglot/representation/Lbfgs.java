package org.emoglot.representation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * Finds the minimum of a smooth convex function by limited-memory BFGS (D. C. Liu, J. Nocedal:
 * <i>On the limited memory BFGS method for large scale optimization</i>, 1989).
 *
 * <p>A step goes along -H g, where H, an estimate of the inverse Hessian, is never stored: it
 * follows from the last {@value #MEMORY} steps s and changes of the gradient y by the two-loop
 * recursion. A step is halved until the function falls enough (Armijo's rule).
 */
final class Lbfgs {

  private static final int MEMORY = 20;
  private static final int HALVINGS = 40;

  /** The share of the fall of the tangent that a step must reach. */
  private static final double ARMIJO = 1e-4;

  /** Relative to the value: smaller differences are rounding, and no reason to refuse a step. */
  private static final double ROUNDING = 1e-13;

  /** A function with its gradient. */
  @FunctionalInterface
  interface Function {

    /**
     * The value at a point.
     *
     * @param gradient receives the gradient there
     */
    double at(double[] point, double[] gradient);
  }

  /** Where a search ended; {@code gradientNorm} is 0 at the minimum. */
  record Minimum(double[] point, double value, int iterations, double gradientNorm) {}

  /** A step s, and the change y of the gradient over it. */
  private record Pair(double[] s, double[] y) {}

  private final Function function;
  private final Deque<Pair> pairs = new ArrayDeque<>(); // the last one first

  private Lbfgs(Function function) {
    this.function = function;
  }

  /**
   * Searches until the norm of the gradient is at most {@code tolerance}, for at most {@code limit}
   * iterations, or until rounding hides every further fall.
   */
  static Minimum minimum(Function function, double[] start, double tolerance, int limit) {
    return new Lbfgs(function).search(start.clone(), tolerance, limit);
  }

  private Minimum search(double[] start, double tolerance, int limit) {
    double[] point = start;
    double[] gradient = new double[point.length];
    double value = function.at(point, gradient);
    int iteration = 0;
    while (norm(gradient) > tolerance && iteration < limit) {
      double[] direction = direction(gradient);
      double slope = Vectors.dot(direction, gradient);
      double length = pairs.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
      double[] next = new double[point.length];
      double[] nextGradient = new double[point.length];
      double nextValue = Double.NaN;
      boolean falls = false;
      for (int halving = 0; halving < HALVINGS && !falls; halving++, length /= 2) {
        System.arraycopy(point, 0, next, 0, point.length);
        Vectors.add(next, direction, length);
        nextValue = function.at(next, nextGradient);
        falls = nextValue <= value + ARMIJO * length * slope + ROUNDING * Math.abs(value);
      }
      if (!falls) {
        break;
      }
      remember(difference(next, point), difference(nextGradient, gradient));
      point = next;
      gradient = nextGradient;
      value = nextValue;
      iteration++;
    }
    return new Minimum(point, value, iteration, norm(gradient));
  }

  /** -H g. */
  private double[] direction(double[] gradient) {
    double[] direction = gradient.clone();
    List<Double> shares = new ArrayList<>();
    for (Pair pair : pairs) {
      double share = Vectors.dot(pair.s(), direction) / Vectors.dot(pair.s(), pair.y());
      Vectors.add(direction, pair.y(), -share);
      shares.add(share);
    }
    if (!pairs.isEmpty()) {
      Pair last = pairs.getFirst();
      Vectors.scale(direction, Vectors.dot(last.s(), last.y()) / Vectors.dot(last.y(), last.y()));
    }
    List<Pair> fromTheFirst = new ArrayList<>(pairs);
    Collections.reverse(fromTheFirst);
    Collections.reverse(shares);
    for (int i = 0; i < fromTheFirst.size(); i++) {
      Pair pair = fromTheFirst.get(i);
      double back = Vectors.dot(pair.y(), direction) / Vectors.dot(pair.s(), pair.y());
      Vectors.add(direction, pair.s(), shares.get(i) - back);
    }
    Vectors.scale(direction, -1);
    return direction;
  }

  /** Keeps a pair, but for one in which rounding has hidden the curvature. */
  private void remember(double[] s, double[] y) {
    if (Vectors.dot(s, y) > ROUNDING * norm(s) * norm(y)) {
      pairs.addFirst(new Pair(s, y));
      if (pairs.size() > MEMORY) {
        pairs.removeLast();
      }
    }
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    Vectors.add(difference, b, -1);
    return difference;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Vectors.dot(vector, vector));
  }
}
