package org.emoglot.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.emoglot.InvalidInputException;
import org.emoglot.io.AtomicFiles;
import org.emoglot.io.Json;
import org.emoglot.projection.Method;
import org.emoglot.projection.Point;
import org.emoglot.projection.PointTable;
import org.emoglot.projection.Projection;
import org.emoglot.projection.Projector;

/**
 * The folder of a projection: a figure a method, the coordinates, and, written last, the record.
 */
public final class ProjectionFiles {

  private ProjectionFiles() {}

  /** Writes the folder, and returns the names of its files. */
  public static List<String> write(Path folder, Projector.Result result) {
    List<String> names = new ArrayList<>();
    for (Method method : Method.values()) {
      String name = method.id() + ".svg";
      AtomicFiles.writeString(
          folder.resolve(name),
          ProjectionFigure.of(method, result.points(), models(result.projection()))
              .svgFile(ProjectionFigure.caption(method)));
      names.add(name);
    }
    AtomicFiles.write(
        folder.resolve(PointTable.FILE), out -> PointTable.write(result.points(), out));
    names.add(PointTable.FILE);
    Json.write(folder.resolve(Projection.FILE), result.projection());
    names.add(Projection.FILE);
    return names;
  }

  /**
   * Reads what was written.
   *
   * @throws InvalidInputException if the folder holds none, a damaged one, or parts of two
   */
  static Projector.Result read(Path folder) {
    Projection projection =
        Json.readRecord(
            folder.resolve(Projection.FILE),
            Projection.class,
            "name a folder from emoglot project");
    List<Point> points = PointTable.read(folder.resolve(PointTable.FILE));
    for (String model : models(projection)) {
      long found = points.stream().filter(point -> point.model().equals(model)).count();
      if (found != projection.clips()) {
        throw new InvalidInputException(
            "Expected %d clips of %s in %s, found %d: write it again with emoglot project."
                .formatted(projection.clips(), model, folder.resolve(PointTable.FILE), found));
      }
    }
    return new Projector.Result(projection, points);
  }

  static List<String> models(Projection projection) {
    return projection.models().stream().map(Projection.Model::name).toList();
  }
}
