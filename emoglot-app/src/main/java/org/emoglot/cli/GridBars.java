package org.emoglot.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.emoglot.experiment.ExperimentListener;
import org.emoglot.experiment.ExperimentRequest;
import org.emoglot.grid.GridListener;
import org.emoglot.grid.GridProgress;
import org.emoglot.loop.StepReport;

/**
 * Shows how many trainings come along: a line where one begins; then its own bars where it is the
 * only one, or one bar for all that are computed at once.
 */
final class GridBars implements GridListener, AutoCloseable {

  private final Output output;
  private final boolean several;
  private final PhaseBars all;
  private final List<TrainingProgress> current = new ArrayList<>();
  private final Map<String, String> states = new LinkedHashMap<>();
  private int before = -1;
  private int done;
  private int runs;

  /**
   * Bars to come.
   *
   * @param several whether more than one training is computed at once
   */
  GridBars(Output output, boolean several) {
    this.output = output;
    this.several = several;
    this.all = new PhaseBars(output);
  }

  @Override
  public ExperimentListener starting(ExperimentRequest request, GridProgress progress) {
    endCurrent();
    String name = name(request);
    if (several) {
      count(progress);
    }
    if (!several || done == before) { // later ones are named by the bar, which no line shall break
      output.note(
          "Training %d of %d, %s: %s."
              .formatted(
                  progress.done() + progress.running(),
                  progress.runs(),
                  name,
                  GridText.of(progress)));
    }
    if (several) {
      return new State(name);
    }
    TrainingProgress bars = new TrainingProgress(output, request);
    current.add(bars);
    return bars;
  }

  @Override
  public void done(ExperimentRequest request, GridProgress progress) {
    if (several) {
      states.remove(name(request));
      count(progress);
      show();
    }
  }

  @Override
  public void failed(ExperimentRequest request, RuntimeException why) {
    endCurrent();
    states.remove(name(request));
    output.warn("Failed, %s: %s".formatted(name(request), why.getMessage()));
  }

  private void count(GridProgress progress) {
    before = before < 0 ? progress.done() : before;
    done = progress.done();
    runs = progress.runs();
  }

  private void show() {
    all.of("training", "trainings", runs, before)
        .update(done, runs, String.join(", ", states.values()));
  }

  private static String name(ExperimentRequest request) {
    return String.valueOf(request.out().getFileName());
  }

  private void endCurrent() {
    current.forEach(TrainingProgress::close);
    current.clear();
  }

  @Override
  public void close() {
    endCurrent();
    all.close();
  }

  /** How far one of several has come. */
  private final class State implements ExperimentListener {

    private final String name;

    State(String name) {
      this.name = name;
      states.put(name, name + " begins");
    }

    private void say(String state) {
      states.put(name, name + " " + state);
      show();
    }

    @Override
    public void progress(String what, int read, int total) {
      say("%s %d/%d".formatted(what, read, total));
    }

    @Override
    public void resumed(long steps) {
      say("after step " + steps);
    }

    @Override
    public void afterStep(StepReport report) {
      say("step " + (report.step() + 1));
    }
  }
}
