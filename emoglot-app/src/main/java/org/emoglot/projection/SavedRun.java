package org.emoglot.projection;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.emoglot.InvalidInputException;
import org.emoglot.data.Language;
import org.emoglot.experiment.Experiment;
import org.emoglot.experiment.RunRecord;
import org.emoglot.network.ModelFolder;
import org.emoglot.protocol.Task;

/**
 * A finished run and its model.
 *
 * @param name in pictures and tables
 * @param record all that is known of it
 * @param model folder of its model
 */
record SavedRun(String name, RunRecord record, Path model) {

  /**
   * Finds runs; a run is called by its folder, or by the whole path where two folders are called
   * the same.
   *
   * @throws InvalidInputException if a folder is named twice, or is not that of a finished run
   */
  static List<SavedRun> of(List<Path> folders) {
    Set<Path> places = new HashSet<>();
    List<String> names = new ArrayList<>();
    for (Path folder : folders) {
      Path place = folder.toAbsolutePath().normalize();
      if (!places.add(place)) {
        throw new InvalidInputException("Expected every run once, found " + folder + " twice.");
      }
      names.add(String.valueOf(place.getFileName()));
    }
    boolean clear = new HashSet<>(names).size() == names.size();
    List<SavedRun> runs = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      runs.add(read(clear ? names.get(i) : folders.get(i).toString(), folders.get(i)));
    }
    return runs;
  }

  private static SavedRun read(String name, Path folder) {
    Path file = folder.resolve(RunRecord.FILE);
    Path model = folder.resolve(Experiment.MODEL_FOLDER);
    if (!Files.exists(file) || !ModelFolder.isModel(model)) {
      throw new InvalidInputException(
          "Expected the folder of a finished run (%s and %s) at %s, found none: name folders from emoglot train."
              .formatted(RunRecord.FILE, Experiment.MODEL_FOLDER, folder));
    }
    return new SavedRun(name, RunRecord.read(file, "run it again with this version"), model);
  }

  /** Code of the target language; an empty text for a task without one. */
  String target() {
    return Task.parse(record.task()).target().map(Language::code).orElse("");
  }
}
