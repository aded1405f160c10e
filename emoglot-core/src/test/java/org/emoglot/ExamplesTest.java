package org.emoglot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents show Java that compiles: lines of the examples, which CI builds and runs. */
class ExamplesTest {

  private static final Path HOME = Path.of(System.getProperty("emoglot.home"));
  private static final String BEGIN = "```java";
  private static final String END = "```";

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/java.md"})
  void javaOfADocument_isInAnExample(String document) throws IOException {
    List<List<String>> blocks = javaBlocks(Files.readAllLines(HOME.resolve(document)));
    assertThat(blocks).isNotEmpty();
    List<List<String>> examples = examples();
    for (List<String> block : blocks) {
      assertThat(examples)
          .as("examples with the lines %s", block)
          .anyMatch(lines -> Collections.indexOfSubList(lines, block) >= 0);
    }
  }

  private static List<List<String>> javaBlocks(List<String> lines) {
    List<List<String>> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(BEGIN)) {
        int end = i + 1;
        while (!lines.get(end).equals(END)) {
          end++;
        }
        blocks.add(stripped(lines.subList(i + 1, end)));
        i = end;
      }
    }
    return blocks;
  }

  private static List<List<String>> examples() throws IOException {
    List<List<String>> examples = new ArrayList<>();
    try (Stream<Path> files = Files.walk(HOME.resolve("examples"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        examples.add(stripped(Files.readAllLines(file)));
      }
    }
    return examples;
  }

  private static List<String> stripped(List<String> lines) {
    return lines.stream().map(String::strip).toList();
  }
}
