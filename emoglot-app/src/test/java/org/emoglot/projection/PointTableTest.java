package org.emoglot.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.emoglot.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PointTableTest {

  @TempDir Path folder;

  private static Point point(String model, double x) {
    return new Point(
        model,
        "emodb/03a01Fa",
        "de",
        "emodb:03",
        "happy",
        "test",
        true,
        Map.of(
            Method.TSNE, new Point.Position(x, -2), Method.UMAP, new Point.Position(0.5, 123.25)));
  }

  private Path write(List<Point> points) throws IOException {
    Path file = folder.resolve(PointTable.FILE);
    try (OutputStream out = Files.newOutputStream(file)) {
      PointTable.write(points, out);
    }
    return file;
  }

  @Test
  void table_writtenAndRead_isTheSame() throws IOException {
    List<Point> points = List.of(point("a, \"b\"", 1.5), point("c", -1e4));

    assertThat(PointTable.read(write(points))).isEqualTo(points);
    assertThat(folder.resolve(PointTable.FILE))
        .content()
        .startsWith("model,utt_id,language,speaker,label,split,target,tsne_x,tsne_y,umap_x,umap_y");
  }

  @Test
  void table_withADamagedCoordinate_isRefusedWithItsPlace() throws IOException {
    Path file = write(List.of(point("a", 1)));
    for (String damage : List.of("far", "NaN")) {
      Files.writeString(file, Files.readString(file).replace("123.25000", damage));
      assertThatThrownBy(() -> PointTable.read(file))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              "Expected a coordinate in column umap_y of row 2 of %s, found '%s': write it again with emoglot project.",
              file, damage);
      write(List.of(point("a", 1)));
    }
  }

  @Test
  void table_withoutAColumn_isRefused() throws IOException {
    Path file = write(List.of(point("a", 1)));
    Files.writeString(file, Files.readString(file).replace("umap_y", "umap_z"));
    assertThatThrownBy(() -> PointTable.read(file)).hasMessageContaining("a column umap_y");
  }
}
