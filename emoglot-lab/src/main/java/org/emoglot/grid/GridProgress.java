package org.emoglot.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.emoglot.experiment.RunRecord;

/**
 * How far a grid has come.
 *
 * @param runs number of different trainings
 * @param done of them
 * @param running of them, those that are computed right now
 * @param secondsEach mean wall-clock time of those that are done; NaN where none is
 * @param secondsLeft estimate for the others, each taken to last as the done ones of its system, or
 *     else as all; NaN where none is done
 */
public record GridProgress(
    int runs, int done, int running, double secondsEach, double secondsLeft) {

  static GridProgress of(
      Collection<GridRun> runs, Map<String, RunRecord> done, int running, int atOnce) {
    Map<String, List<Double>> bySystem = new HashMap<>();
    List<Double> all = new ArrayList<>();
    done.values()
        .forEach(
            record -> {
              double seconds = record.seconds().values().stream().mapToDouble(s -> s).sum();
              all.add(seconds);
              bySystem.computeIfAbsent(record.system(), s -> new ArrayList<>()).add(seconds);
            });
    double left =
        runs.stream()
            .filter(run -> !done.containsKey(run.name()))
            .mapToDouble(run -> mean(bySystem.getOrDefault(run.plan().system().id(), all)))
            .sum();
    return new GridProgress(runs.size(), done.size(), running, mean(all), left / atOnce);
  }

  private static double mean(List<Double> values) {
    OptionalDouble mean = values.stream().mapToDouble(value -> value).average();
    return mean.orElse(Double.NaN);
  }

  /** Trainings that are still to be done. */
  public int left() {
    return runs - done;
  }
}
