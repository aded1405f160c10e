package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.projection.Method;
import org.emoglot.projection.Projection;
import org.emoglot.projection.Projector;

/** The section of a report that shows projections. */
final class ProjectionSection {

  private ProjectionSection() {}

  /**
   * Figures and numbers of each projection.
   *
   * @param folders as {@code emoglot project} writes them
   * @return nothing where there are no folders
   */
  static List<Block> of(List<Path> folders) {
    List<Block> blocks = new ArrayList<>();
    if (folders.isEmpty()) {
      return blocks;
    }
    blocks.add(new Block.Heading("Representations"));
    for (int i = 0; i < folders.size(); i++) {
      Projector.Result result = ProjectionFiles.read(folders.get(i));
      Projection projection = result.projection();
      List<String> models = ProjectionFiles.models(projection);
      blocks.add(
          new Block.Grid(
              "What the embeddings of %s hold".formatted(String.join(", ", models)),
              ProjectionNumbers.header(projection),
              ProjectionNumbers.rows(projection)));
      blocks.add(new Block.Note(ProjectionNumbers.reading(projection)));
      for (Method method : Method.values()) {
        blocks.add(
            new Block.Figure(
                "projection-%d-%s".formatted(i + 1, method.id()),
                ProjectionFigure.caption(method),
                ProjectionFigure.of(method, result.points(), models)));
      }
    }
    return blocks;
  }
}
