package org.emoglot.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageModelTest {

  @TempDir private Path temporary;

  @Test
  void isNewer_fileThatIsOlderThanOneOfAFolder_isNot() throws IOException {
    Path folder = Files.createDirectories(temporary.resolve("model/inner")).getParent();
    Path weights = Files.writeString(folder.resolve("inner/weights"), "1");
    Path sums = temporary.resolve("SHA256SUMS");
    assertThat(PackageModel.isNewer(sums, List.of(folder))).as("is not there").isFalse();
    Files.writeString(sums, "");
    FileTime later = FileTime.fromMillis(System.currentTimeMillis() + 10_000);
    Files.setLastModifiedTime(sums, later);
    assertThat(PackageModel.isNewer(sums, List.of(folder))).isTrue();
    Files.setLastModifiedTime(weights, later);
    assertThat(PackageModel.isNewer(sums, List.of(folder))).isFalse();
  }
}
