package org.emoglot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the documents of the repository keep to. */
class MarkdownTest {

  private static final Path HOME = Path.of(System.getProperty("emoglot.home"));
  private static final int MOST_CHARACTERS = 160;

  /** Written by emoglot report and emoglot tune, whose tables are as wide as their content. */
  private static final List<Path> WRITTEN_BY_COMMANDS =
      List.of(
          HOME.resolve("docs/results/local-nine/report.md"),
          HOME.resolve("docs/results/whisper-nine/report.md"),
          HOME.resolve("docs/results/tuned/study.md"));

  @Test
  void lines_ofEveryDocument_haveAtMost160Characters() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path document : documents()) {
      List<String> lines = Files.readAllLines(document);
      for (int i = 0; i < lines.size(); i++) {
        int length = lines.get(i).codePointCount(0, lines.get(i).length());
        if (length > MOST_CHARACTERS) {
          tooLong.add("%s:%d: %d".formatted(HOME.relativize(document), i + 1, length));
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void documents_ofTheRepository_areFound() throws IOException {
    assertThat(documents())
        .contains(
            HOME.resolve("README.md"),
            HOME.resolve("CHANGES.md"),
            HOME.resolve("docs/protocol.md"),
            HOME.resolve("docs/results/README.md"),
            HOME.resolve("models/emoglot-mini/README.md"));
  }

  /** All but what a build has made, and the models and runs that tests keep as they were. */
  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        HOME,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean ours = folder.equals(HOME) || !name.startsWith(".");
            boolean made = name.equals("target") || name.equals("node_modules");
            return ours && !made && !folder.endsWith("src/test/resources")
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".md") && !WRITTEN_BY_COMMANDS.contains(file)) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }
}
