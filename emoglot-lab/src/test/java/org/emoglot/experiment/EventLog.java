package org.emoglot.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.audio.AudioSource;
import org.emoglot.audio.Waveform;
import org.emoglot.loop.StepReport;
import org.emoglot.train.ValidationReport;

/** Writes down, in one order, which files were read and when training went on. */
final class EventLog implements AudioSource, ExperimentListener {

  private static final String TRAINING = "training goes on";

  private final List<String> events = new ArrayList<>();

  @Override
  public Waveform read(Path file) {
    events.add(String.valueOf(file.getFileName()));
    return ToneCorpus.audio().read(file);
  }

  @Override
  public void afterStep(StepReport report) {
    events.add(TRAINING);
  }

  @Override
  public void afterValidation(ValidationReport report) {
    events.add(TRAINING);
  }

  /** Names of the files that were read, in order. */
  List<String> files() {
    return events.stream().filter(event -> !event.equals(TRAINING)).toList();
  }

  /** Those that were read before training had ended. */
  List<String> filesBeforeTheEndOfTraining() {
    return events.subList(0, events.lastIndexOf(TRAINING) + 1).stream()
        .filter(event -> !event.equals(TRAINING))
        .toList();
  }
}
