package org.emoglot.grid;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.emoglot.InvalidInputException;
import org.emoglot.io.Json;

/**
 * Runs what is left of a study. Its folder holds the trainings below {@code runs}, which later
 * studies in the same folder share where data, task, seed and settings are the same; when all are
 * done, {@code results.json}, and, where a variant was to be chosen, {@code best.yaml}.
 */
public final class StudyRunner {

  private StudyRunner() {}

  /** How far it has come; writes nothing. */
  public static GridProgress progress(Study study) {
    return new Trainings(study.workload()).progress();
  }

  /**
   * Runs it.
   *
   * @param backbones from the name of a backbone to its folder; asked once for each
   * @param workers who computes its trainings
   * @throws InvalidInputException if the folder holds other trainings under the same names, or one
   *     cannot be done; the others are done then
   */
  public static StudyResults run(
      Study study, UnaryOperator<String> backbones, Workers workers, GridListener listener) {
    Path out = study.workload().out();
    return WorkFolder.holding(
        out,
        "study",
        () -> {
          Trainings trainings = new Trainings(study.workload());
          trainings.run(backbones, workers, listener);
          StudyResults results = StudyResults.of(study, trainings.done());
          Json.write(out.resolve(StudyResults.FILE), results);
          if (study.request().choosing()) {
            writeBest(study, results);
          }
          return results;
        });
  }

  private static void writeBest(Study study, StudyResults results) {
    String best = results.ranking().get(0).variant();
    study.variants().stream()
        .filter(variant -> variant.id().equals(best))
        .forEach(variant -> SettingsYaml.write(best(study.workload().out()), variant, results));
  }

  /** The settings that were chosen, in the folder of a study. */
  public static Path best(Path out) {
    return out.resolve(SettingsYaml.BEST);
  }
}
