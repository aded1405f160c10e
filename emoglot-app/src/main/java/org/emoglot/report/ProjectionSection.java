package org.emoglot.report;

import java.util.ArrayList;
import java.util.List;
import org.emoglot.projection.Method;
import org.emoglot.projection.Projection;
import org.emoglot.projection.Projector;

/** Figures and numbers of each projection. */
final class ProjectionSection implements Section {

  @Override
  public String title() {
    return "Representations";
  }

  /** Empty without projections. */
  @Override
  public List<Block> blocks(Findings findings) {
    List<Projector.Result> projections = findings.projections();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < projections.size(); i++) {
      Projector.Result result = projections.get(i);
      Projection projection = result.projection();
      List<String> models = ProjectionFiles.models(projection);
      blocks.add(
          Block.table(
              "What the embeddings of %s contain".formatted(String.join(", ", models)),
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
