package org.emoglot.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** The wall-clock time of a run's phases; of this process, where a run was resumed. */
public final class Stopwatch {

  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Does the work of a phase, or goes on with it. */
  public <R> R time(String phase, Supplier<R> work) {
    long start = System.nanoTime();
    R result = work.get();
    seconds.merge(phase, (System.nanoTime() - start) / 1e9, Double::sum);
    return result;
  }

  /** The same, where nothing comes of it. */
  public void time(String phase, Runnable work) {
    time(
        phase,
        () -> {
          work.run();
          return phase;
        });
  }

  /** By phase, in their order. */
  public Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
